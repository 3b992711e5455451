"""What cards refuse, by name. The texts for readers and librarians are in `refusal_texts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portal.cards.states import Act, State
from portal.refusals import Refusal


@dataclass(frozen=True)
class NoSuchBorrower(Refusal):
    """Nobody has this number, or what there was has been erased."""


@dataclass(frozen=True)
class NotYours(Refusal):
    """A reader of another library who does not stand before this desk; or its settings."""

    library_id: int | None


@dataclass(frozen=True)
class NotPossible(Refusal):
    """The table of states has no such act here."""

    act: Act
    state: State


@dataclass(frozen=True)
class AlreadyDone(Refusal):
    """Somebody was quicker with the same act. by: the librarian's name, None for anyone else."""

    act: Act
    state: State
    by: str | None
    at: datetime


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class BadApplication(Refusal):
    """What was filled in cannot be taken; each thing wrong, by its field."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Duplicate(Refusal):
    """Told at the desk only: these have this document, e-mail or phone already."""

    borrower_ids: tuple[int, ...]


@dataclass(frozen=True)
class ReasonNeeded(Refusal):
    """This act says why, and the reader reads it."""

    act: Act


@dataclass(frozen=True)
class DeadLink(Refusal):
    """A link that never was, or was replaced."""


@dataclass(frozen=True)
class LateLink(Refusal):
    """A link that was not opened in time. expired_at: when it died."""

    expired_at: datetime


@dataclass(frozen=True)
class UsedLink(Refusal):
    """A link that did its work already."""

    used_at: datetime


@dataclass(frozen=True)
class TooEarly(Refusal):
    """A card that still lasts long. from_day: the first day to renew it online."""

    from_day: date


@dataclass(frozen=True)
class NothingNew(Refusal):
    """An edit that changes nothing."""


@dataclass(frozen=True)
class BadSetting(Refusal):
    """A kind of card or a policy cannot be so."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class SettingChanged(Refusal):
    """Somebody else edited it since the page was opened."""

    by: str | None
