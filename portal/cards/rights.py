"""What a card is good for on a day. Pure; for lending, holds and sign-ups."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from portal.cards.states import State, state_on


class Right(StrEnum):
    LISTS = "lists"
    SIGN_UP = "sign_up"
    HOLD = "hold"
    BORROW = "borrow"


_PROVISIONAL: Final = frozenset({Right.LISTS, Right.SIGN_UP, Right.HOLD})


def rights_on(
    day: date, stored: State, provisional_until: date | None, valid_until: date | None
) -> frozenset[Right]:
    """All with a card that is valid; all but loans until the last day to show a document."""
    state = state_on(day, stored, valid_until)
    if state is State.ACTIVE:
        return frozenset(Right)
    if state is State.PROVISIONAL and provisional_until is not None and day <= provisional_until:
        return _PROVISIONAL
    return frozenset()
