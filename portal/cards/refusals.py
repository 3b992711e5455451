"""What cards refuse, by name. The texts for readers and librarians are in `refusal_texts`.

They are not frozen: an error that leaves a `with` block is given its traceback on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portal.cards.states import Act, State
from portal.refusals import Refusal


@dataclass(eq=False)
class NoSuchBorrower(Refusal):
    """Nobody has this number, or what there was has been erased."""


@dataclass(eq=False)
class NotYours(Refusal):
    """A reader of another library who does not stand before this desk; or its settings."""

    library_id: int | None


@dataclass(eq=False)
class NotAlike(Refusal):
    """Nothing speaks for two being one, or a librarian told them apart."""


@dataclass(eq=False)
class NotPossible(Refusal):
    """The table of states has no such act here."""

    act: Act
    state: State


@dataclass(eq=False)
class AlreadyDone(Refusal):
    """Somebody was quicker with the same act. by: the librarian's name, None for anyone else."""

    act: Act
    state: State
    by: str | None
    at: datetime


@dataclass(eq=False)
class ChangedMeanwhile(Refusal):
    """Something else was done since the page was opened: `act`, by `by`."""

    act: Act
    state: State
    by: str | None
    at: datetime


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one field; `code` is a word of the rule that says so."""

    field: str
    code: str


@dataclass(eq=False)
class BadApplication(Refusal):
    """What was filled in cannot be taken; each thing wrong, by its field."""

    problems: tuple[Problem, ...]


@dataclass(eq=False)
class Duplicate(Refusal):
    """Told at the desk only: these have this document, e-mail or phone already.

    contacts: "email", "phone", where nothing else is in the way; left out, the rest can be taken.
    """

    borrower_ids: tuple[int, ...]
    contacts: frozenset[str] = frozenset()


@dataclass(eq=False)
class ReasonNeeded(Refusal):
    """This act says why, and the reader reads it."""

    act: Act


@dataclass(eq=False)
class SentBefore(Refusal):
    """The same form with the same in it came already: a button was clicked twice."""


@dataclass(eq=False)
class DeadLink(Refusal):
    """A link that never was, or was replaced."""


@dataclass(eq=False)
class LateLink(Refusal):
    """A link that was not opened in time. expired_at: when it died."""

    expired_at: datetime


@dataclass(eq=False)
class UsedLink(Refusal):
    """A link that did its work already."""

    used_at: datetime


@dataclass(eq=False)
class SignInFirst(Refusal):
    """The card's account has a password: an address is confirmed by whoever is signed in to it."""


@dataclass(eq=False)
class TooEarly(Refusal):
    """A card that still lasts long. from_day: the first day to renew it online."""

    from_day: date


@dataclass(eq=False)
class NothingNew(Refusal):
    """An edit that changes nothing."""


@dataclass(eq=False)
class BadSetting(Refusal):
    """A kind of card or a policy cannot be so."""

    problems: tuple[Problem, ...]


@dataclass(eq=False)
class SettingChanged(Refusal):
    """Somebody else edited it since the page was opened."""

    by: str | None
