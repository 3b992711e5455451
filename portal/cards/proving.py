"""Whoever was mailed a link to a card that is in somebody's hands shows that it is theirs.

An address may have been mistyped, at the desk or by a parent; then a stranger reads the letter.
The number of a card stands on it, but the next reader's is one more; so the birthday is asked for
beside it, neither is in the letter or on its page, and they are not tried through.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts import guesses
from portal.accounts.guesses import Pace
from portal.cards.models import Borrower
from portal.cards.numbering import had_number
from portal.cards.numbers import read_number
from portal.refusals import Refusal

PACE = Pace(burst=5, pause=6 * 60 * 60)
"""Of tries at one reader, whatever links they are made behind."""


@dataclass(frozen=True, slots=True)
class Proof:
    """number: as typed. birthday: None where no day could be read."""

    number: str = ""
    birthday: date | None = None


@dataclass(eq=False)
class NotShown(Refusal):
    """Not the number and the birthday of this card."""


def count_try(session: Session, borrower_id: int) -> int:
    """Count one; 0, or the seconds until there is one more."""
    return guesses.take(session, guesses.key_of(session, "card.proof", str(borrower_id)), PACE)


def check(session: Session, row: Borrower, proof: Proof) -> None:
    """Raises NotShown. A number that is dead by now will do; who never had one has none to show."""
    number = read_number(proof.number)
    theirs = had_number(session, row.id, number) if number else not had_number(session, row.id)
    if not theirs or proof.birthday is None or proof.birthday != row.birthday:
        raise NotShown
