"""What features keep sealed: whether a key opens it, and bringing all of it under another key.

@keeps_sealed("mail", sample=newest)
def reseal(session: Session, keys: Keys) -> Counts: ...
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.sealing import CannotOpen, open_sealed, seal

AT_ONCE = 1000  # rows in memory

Counts = Mapping[str, int]
"""What was sealed anew, by its name, and what was lost, by its name with `_LOST` behind it."""

Sample = Callable[[Session], "tuple[bytes, str] | None"]
Reseal = Callable[[Session, "Keys"], Counts]


@dataclass(frozen=True)
class Keys:
    """old: the key that everything was sealed with; None where it is lost. new: the next one.

    forgetting: what does not open is lost; else it is an error.
    """

    old: str | None
    new: str
    forgetting: bool = False

    def opened(self, sealed: bytes, purpose: str) -> str | None:
        """The text; None where it is lost with its key. Raises CannotOpen."""
        try:
            return open_sealed(sealed, self.old or self.new, purpose=purpose)
        except CannotOpen:
            if self.forgetting:
                return None
            raise

    def resealed(self, sealed: bytes, purpose: str) -> bytes | None:
        """The same text under the new key. As `opened`."""
        text = self.opened(sealed, purpose)
        return None if text is None else seal(text, self.new, purpose=purpose)


@dataclass(frozen=True)
class Part:
    """What one feature keeps. sample: the newest thing sealed, with its purpose; None: nothing."""

    name: str
    sample: Sample
    reseal: Reseal


_parts: dict[str, Part] = {}


def keeps_sealed(name: str, *, sample: Sample) -> Callable[[Reseal], Reseal]:
    """Register the decorated function: it brings all that a feature keeps under `keys.new`, and
    forgets what was lost with a key. It must leave nothing that is under another.
    """

    def register(reseal: Reseal) -> Reseal:
        if name in _parts:
            raise ValueError(f"two features keep {name!r} sealed")
        _parts[name] = Part(name, sample, reseal)
        return reseal

    return register


def parts() -> list[Part]:
    """All parts of the features that are loaded, by name."""
    return sorted(_parts.values(), key=lambda one: one.name)


def anything_opens(session: Session, key: str) -> bool | None:
    """Whether the key opens what was sealed last, of any sort; None where nothing was sealed."""
    samples = [found for part in parts() if (found := part.sample(session)) is not None]
    return any(_opens(*one, key) for one in samples) if samples else None


def reseal_all(session: Session, keys: Keys) -> Counts:
    """Bring everything under `keys.new`. session: with that key in its `info`."""
    counts: Counter[str] = Counter()
    for part in parts():
        counts.update(part.reseal(session, keys))
        session.flush()
        session.expunge_all()
    return counts


def pages(
    session: Session, query: Select[*tuple[Any, ...]], by: InstrumentedAttribute[int]
) -> Iterator[Sequence[Any]]:
    """The rows of a query, so many at a time, in the order of a column of theirs."""
    last = 0
    while rows := session.execute(query.where(by > last).order_by(by).limit(AT_ONCE)).all():
        yield rows
        last = getattr(rows[-1], by.key)


def _opens(sealed: bytes, purpose: str, key: str) -> bool:
    if not key:
        return False
    try:
        open_sealed(sealed, key, purpose=purpose)
    except CannotOpen:
        return False
    return True
