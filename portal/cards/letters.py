"""Letters about cards. A borrower without an address gets none: the desk tells them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards.keepers import address_of
from portal.cards.kinds import kind_of
from portal.cards.links import confirmation
from portal.cards.models import Borrower, ClassList
from portal.cards.numbering import had_number
from portal.cards.numbers import grouped
from portal.clock import today
from portal.libraries.models import Library
from portal.mail import Addressed, post, post_all

MOST_NAMED = 20  # classes in one letter


class Way(StrEnum):
    """How a card that ends is renewed."""

    ONLINE = "online"
    DESK = "desk"  # as another kind: the reader's age no longer fits this one
    HAND_OVER = "hand_over"  # by the reader, once a parent gave it up


@dataclass(frozen=True, slots=True)
class Ending:
    """A card that is about to expire, or just did: `over`. to: an address. last: its last day."""

    borrower_id: int
    to: str
    locale: str
    name: str
    library: str
    last: date
    over: bool
    way: Way


def tell(
    session: Session, row: Borrower, kind: str, *, once: str | None = None, **values: Any
) -> None:
    """Post a letter of `kind` to whoever manages a card."""
    to = address_of(session, row)
    if to:
        everything = {"name": row.full_name, "library": _library(session, row), **values}
        post(session, kind, to=to, locale=row.locale, values=everything, once=once)


def tell_mailbox_left(session: Session, row: Borrower, account: Account) -> None:
    """The last letter to an address that its reader said they cannot read any more."""
    if account.email:
        values = {"name": account.name, "library": _library(session, row)}
        post(session, "card_mailbox", to=account.email, locale=account.locale, values=values)


def ask_to_confirm(session: Session, row: Borrower, hours: int) -> None:
    """The link that makes a registration one, to the address it was made with.

    Of a card that was given at the desk the letter names nobody: it may go to a stranger.
    """
    if row.email is None:
        return
    token, made = confirmation(session, hours, borrower_id=row.id)
    values = {"library": _library(session, row), "token": token, "hours": hours}
    given = had_number(session, row.id)
    if not given:
        values |= {**_greeted(row), "bring": _bring(session, row)}
    post(
        session,
        "card_address" if given else "card_confirm",
        to=row.email,
        locale=row.locale,
        values=values,
        until=made.expires_at,
    )


def tell_of_second_try(session: Session, row: Borrower) -> None:
    """Somebody registered with what is theirs. Once a day at most, however often it is tried."""
    tell(session, row, "card_again", once=f"card_again:{row.id}:{today():%Y-%m-%d}")


def tell_of_number(session: Session, row: Borrower, number: str) -> None:
    """A provisional number, till when it lasts, and what to bring."""
    bring = _bring(session, row)
    until = row.provisional_until
    whose = _greeted(row)
    tell(
        session, row, "card_number", number=grouped(number), until=until, bring=bring, **whose
    )  # fmt: skip


def ask_heir(session: Session, row: Borrower, email: str, hours: int) -> None:
    """The link by which somebody of age takes over their own card. It names nobody: the address may
    be mistyped.
    """
    token, made = confirmation(session, hours, borrower_id=row.id, email=email)
    values = {
        "library": _library(session, row),
        "token": token,
        "days": hours // 24,
    }
    post(
        session,
        "card_heir",
        to=email,
        locale=row.locale,
        values=values,
        until=made.expires_at,
    )


def ask_school(
    session: Session, row: ClassList, classes: Sequence[str], pupils: int, hours: int
) -> None:
    """The link by which a school confirms a list of one class or several."""
    if row.email is None:
        return
    token, made = confirmation(session, hours, class_list_id=row.id)
    library = session.get_one(Library, row.library_id)
    values = {
        "school": row.school,
        "class_name": _named(classes),
        "teacher": row.teacher,
        "pupils": pupils,
        "library": library.name,
        "token": token,
        "days": hours // 24,
    }
    post(
        session,
        "class_confirm",
        to=row.email,
        locale=row.locale,
        values=values,
        until=made.expires_at,
    )


def tell_of_end(session: Session, endings: Iterable[Ending]) -> None:
    """That cards end, when, and how they are renewed: once for each last day."""
    letters = (
        Addressed(
            to=one.to,
            locale=one.locale,
            values={
                "name": one.name,
                "library": one.library,
                "until": one.last,
                "over": one.over,
                "way": one.way,
            },
            once=f"card_ends:{one.borrower_id}:{one.last}",
        )
        for one in endings
    )
    post_all(session, "card_ends", letters)


def _named(classes: Sequence[str]) -> str:
    """5A, 5B; a whole school's are not all named."""
    return ", ".join(classes[:MOST_NAMED]) + (", …" if len(classes) > MOST_NAMED else "")


def _library(session: Session, row: Borrower) -> str:
    return session.get_one(Library, row.library_id).name


def _greeted(row: Borrower) -> dict[str, str | None]:
    """Who reads a letter, and of which child it tells where that is a guardian."""
    if row.guardian_name is None:
        return {"name": row.full_name, "child": None}
    return {"name": row.guardian_name, "child": row.full_name}


def _bring(session: Session, row: Borrower) -> str:
    kind = kind_of(session, row.library_id, row.kind)
    return kind.bring(row.locale) if kind else ""
