"""Registering, for a grown-up or a child, online.

Whoever registers what somebody has already learns nothing: they see what everybody sees, and the
one on file gets a letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cards import claims, links
from portal.cards.acting import Actor
from portal.cards.ages import is_child
from portal.cards.agreeing import TEXT_VERSION, kept
from portal.cards.applications import Application, problems, tidied
from portal.cards.documents import guardian_columns, own_columns
from portal.cards.identity import name_key
from portal.cards.keepers import address_of
from portal.cards.kinds import kind_of
from portal.cards.letters import ask_to_confirm, tell_of_second_try
from portal.cards.models import Borrower, Consent
from portal.cards.moving import borrower, note, state_of
from portal.cards.photos import CardPhoto
from portal.cards.policies import Policy, policy_of
from portal.cards.portraits import put_portrait
from portal.cards.refusals import BadApplication, NoSuchBorrower, Problem
from portal.cards.states import LIVING, Act, State, Who
from portal.clock import now, today
from portal.libraries.models import Library

MOST_LETTERS = 5  # for one registration that nobody confirmed yet, however often it is made anew


@dataclass(frozen=True, slots=True)
class Received:
    """All that whoever registers is told, whether anything was made or not.

    status_token: of the link that shows how it stands. by_mail: a letter waits to be opened.
    """

    status_token: str
    by_mail: bool


def register(
    session: Session,
    application: Application,
    token: str | None = None,
    photo: CardPhoto | None = None,
) -> Received:
    """Take a registration. token: for its link, of `links.sent_token`; else a new one.

    Raises BadApplication; SentBefore where the link is there already.
    """
    application, policy = checked(session, application)
    by_mail = bool(application.person.email)
    state = State.UNVERIFIED if by_mail else State.PENDING
    actor = Actor(Who.READER, application.library_id)
    entered = enter(session, application, policy, state, actor, photo)
    if isinstance(entered, Borrower):
        made: int | None = entered.id
        if by_mail:
            ask_to_confirm(session, entered, policy.hours_unverified)
    else:
        made = None
        for holder in entered:
            _tell_holder(session, holder, actor)
    token = links.status_link(session, application.library_id, state, made, token)
    return Received(token, by_mail)


def send_again(session: Session, row: Borrower, email: str) -> None:
    """The letter of a registration that nobody confirmed, to the address it should have gone to.

    From now on the address before is free, and its letter opens nothing, also where the other is
    somebody's: then this registration has none.
    """
    actor = Actor(Who.READER, row.library_id)
    child = row.guardian_name is not None
    if row.email != email:
        links.end_confirmations(session, row.id)
    row.email = email
    there = claims.by_account(session, "" if child else email)
    if there := there or claims.retake(session, row, child=child):
        links.end_confirmations(session, row.id)
        row.email = None
        session.flush()
        claims.retake(session, row, child=child)
        for holder in there:
            _tell_holder(session, holder, actor)
        return
    state = state_of(row)
    note(session, row, Act.REGISTER_AGAIN, actor, state, state)
    ask_to_confirm(session, row, policy_of(session, row.library_id).hours_unverified)


def checked(session: Session, application: Application) -> tuple[Application, Policy]:
    """The application tidied, with the policy it was judged by. Raises BadApplication."""
    application = tidied(application)
    policy = policy_of(session, application.library_id)
    kind = kind_of(session, application.library_id, application.kind)
    found = problems(application, kind, policy, today())
    library = session.get(Library, application.library_id)
    if library is None or library.closed_since is not None:
        found = (*found, Problem("library", "unknown"))
    if found:
        raise BadApplication(found)
    return application, policy


def enter(
    session: Session,
    application: Application,
    policy: Policy,
    state: State,
    actor: Actor,
    photo: CardPhoto | None = None,
) -> Borrower | list[int]:
    """Make a borrower of a checked application; or, and then nothing is made, who is it already.

    Nobody is looked for beforehand: whoever is there already is met by the same statements, in
    the same time, as somebody new.
    """
    person = application.person
    child = is_child(person.birthday, today(), policy.adult_age)
    wanted = claims.keys_applied(session, application, child=child)
    row = Borrower(**columns(session, application, state, child=child))
    try:
        with session.begin_nested() as attempt:
            session.add(row)
            session.flush()
            if photo:
                put_portrait(session, row.id, photo)
            claims.take(session, row.id, wanted)
            if by_account := claims.by_account(session, "" if child else person.email):
                attempt.rollback()
    except IntegrityError:
        if there := claims.holders(session, wanted):
            return there
        raise
    if by_account:
        return by_account
    note(session, row, Act.REGISTER, actor, None, state)
    for what, by in kept(application.agreed, person.birthday, today(), policy):
        session.add(
            Consent(borrower_id=row.id, what=what, by=by, text_version=TEXT_VERSION, at=now())
        )
    session.flush()
    return row


def columns(
    session: Session, application: Application, state: State, *, child: bool
) -> dict[str, Any]:
    """A checked application as it is kept."""
    person = application.person
    guardian = application.guardian if child else None
    moment = now()
    return dict(
        library_id=application.library_id,
        kind=application.kind,
        state=state,
        state_since=moment,
        created_at=moment,
        locale=application.locale,
        full_name=person.full_name,
        name_key=name_key(person.full_name),
        birthday=person.birthday,
        gender=person.gender,
        occupation=person.occupation or None,
        school=person.school or None,
        class_name=person.class_name or None,
        address=person.address or None,
        commune_code=person.commune_code or None,
        phone=person.phone or None,
        email=person.email or None,
        **own_columns(session, person.document, person.number, person.school),
        guardian_name=guardian.full_name if guardian else None,
        guardian_relation=guardian.relation if guardian else None,
        guardian_phone=guardian.phone if guardian else None,
        **guardian_columns(
            session,
            guardian.document if guardian else None,
            guardian.number if guardian else "",
        ),
    )


def _tell_holder(session: Session, borrower_id: int, actor: Actor) -> None:
    """Write to who is on file, and leave a line for the desk.

    An address that nobody confirmed gets the link to do so, and nothing else.
    """
    try:
        row = borrower(session, borrower_id)
    except NoSuchBorrower:
        return
    if row.state not in LIVING:
        return
    state = state_of(row)
    note(session, row, Act.REGISTER_AGAIN, actor, state, state)
    if row.state is State.UNVERIFIED or address_of(session, row) is None:
        if links.letters_to(session, borrower_id) < MOST_LETTERS:
            ask_to_confirm(session, row, policy_of(session, row.library_id).hours_unverified)
    else:
        tell_of_second_try(session, row)
