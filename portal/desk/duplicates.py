"""Whoever was to be given a card at the desk has one already: who that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.applications import Application, Person
from portal.cards.finding import Hit, by_document, by_name
from portal.cards.identity import name_key, plain_number
from portal.cards.models import Borrower, CardEvent
from portal.cards.states import Act
from portal.clock import now
from portal.desk.finding import count_search

A_MOMENT = timedelta(minutes=2)
"""A button pressed twice is pressed within it."""


@dataclass(frozen=True, slots=True)
class There:
    """hits: found by the document or the name with the birthday, whose pages open therefore.
    libraries: of the others, of whom only where they are is told.
    """

    hits: Sequence[Hit]
    libraries: tuple[int, ...]


def who_is_there(
    session: Session, clerk: Clerk, borrower_ids: Sequence[int], application: Application
) -> There:
    """Look for them as the search box would, by what they brought and at its pace; the finds are
    written down.
    """
    found = {} if count_search(session, clerk) else _found(session, clerk, application.person)
    others = select(Borrower.library_id).where(
        Borrower.id.in_([one for one in borrower_ids if one not in found])
    )
    return There(tuple(found.values()), tuple(session.scalars(others.distinct())))


def _found(session: Session, clerk: Clerk, person: Person) -> dict[int, Hit]:
    hits = [*by_name(session, clerk, person.full_name, person.birthday)]
    if person.document and person.number:
        number = plain_number(person.number)
        hits += by_document(session, clerk, person.document, number, person.school)
    return {hit.borrower_id: hit for hit in hits}


def just_made(
    session: Session, clerk: Clerk, borrower_ids: Sequence[int], application: Application
) -> int | None:
    """The same person, registered by this librarian a moment ago: a button pressed twice."""
    person = application.person
    return session.scalar(
        select(CardEvent.borrower_id)
        .join(Borrower, Borrower.id == CardEvent.borrower_id)
        .where(
            Borrower.id.in_(borrower_ids),
            Borrower.name_key == name_key(person.full_name),
            Borrower.birthday == person.birthday,
            CardEvent.act == Act.REGISTER,
            CardEvent.account_id == clerk.account_id,
            CardEvent.at > now() - A_MOMENT,
        )
    )
