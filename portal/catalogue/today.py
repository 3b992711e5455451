"""What a reader does today to have the book: the one sentence a page says of a library (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from portal.catalogue.holdings import LibraryHoldings
from portal.libraries.hours import OpenState
from portal.libraries.kinds import Stacks


class Step(Enum):
    """What to do; `come` is taking it from the shelf, `slip` having it fetched."""

    come = auto()
    slip = auto()
    read_there = auto()
    read_there_slip = auto()
    wait = auto()
    ask = auto()


@dataclass(frozen=True, slots=True)
class Advice:
    """step: what to do. when: whether the library is open now. due: the first copy expected."""

    step: Step
    when: OpenState
    due: date | None = None

    @property
    def call_first(self) -> bool:
        """Nobody knows whether the door is open."""
        return self.when is OpenState.UNKNOWN and self.step not in (Step.wait, Step.ask)


def advice(held: LibraryHoldings, state: OpenState) -> Advice:
    """The advice for one library, open, closed or unknown at this moment."""
    fetched = held.best.room is not None and held.best.room.stacks is Stacks.CLOSED
    if held.ready:
        return Advice(Step.slip if fetched else Step.come, state)
    if held.on_site:
        return Advice(Step.read_there_slip if fetched else Step.read_there, state)
    return Advice(Step.wait if held.next_due else Step.ask, state, held.next_due)
