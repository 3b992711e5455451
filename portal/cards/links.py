"""Private links: made, looked at, used once. The database knows a token only by its hash."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.links import JUST_NOW
from portal.accounts.tokens import new_token, token_hash
from portal.cards.models import Confirmation, StatusLink
from portal.cards.refusals import DeadLink, LateLink, SentBefore, UsedLink
from portal.cards.states import State
from portal.clock import now
from portal.db import sealing_key
from portal.sealing import keyed_hash


def confirmation(
    session: Session,
    hours: int,
    *,
    borrower_id: int | None = None,
    class_list_id: int | None = None,
    email: str | None = None,
) -> tuple[str, Confirmation]:
    """A new link and its token, which is to be mailed and nowhere kept."""
    token = new_token()
    made = Confirmation(
        token_hash=token_hash(token),
        borrower_id=borrower_id,
        class_list_id=class_list_id,
        email=email,
        expires_at=now() + timedelta(hours=hours),
    )
    session.add(made)
    session.flush()
    return token, made


def letters_to(session: Session, borrower_id: int) -> int:
    """How many links were mailed for a registration."""
    mine = select(func.count()).where(Confirmation.borrower_id == borrower_id)
    return session.scalar(mine) or 0


def end_confirmations(session: Session, borrower_id: int) -> None:
    """The links to confirm an address that nobody used are too late from now on."""
    _end(session, borrower_id, Confirmation.email.is_(None))


def end_offers(session: Session, borrower_id: int) -> None:
    """So are the links to take a card over."""
    _end(session, borrower_id, Confirmation.email.is_not(None))


def end_given(session: Session, borrower_id: int) -> None:
    """Whoever registered a card has no link to it any more; an offer to take it over stays."""
    end_confirmations(session, borrower_id)
    session.execute(delete(StatusLink).where(StatusLink.borrower_id == borrower_id))


def end_all(session: Session, borrower_id: int) -> None:
    """Whoever had a link to a card has none: it is somebody else's now."""
    end_given(session, borrower_id)
    end_offers(session, borrower_id)


def _end(session: Session, borrower_id: int, these: ColumnElement[bool]) -> None:
    """They stay, and count as letters that were sent."""
    moment = now()
    session.execute(
        update(Confirmation)
        .where(Confirmation.borrower_id == borrower_id, these)
        .where(Confirmation.used_at.is_(None), Confirmation.expires_at > moment)
        .values(expires_at=moment)
    )


def look_at(session: Session, token: str) -> Confirmation:
    """What a link is for; looking does not use it, so that a mail scanner does no harm.

    Raises DeadLink, UsedLink, LateLink.
    """
    found = session.get(Confirmation, token_hash(token), populate_existing=True)
    if found is None:
        raise DeadLink
    if found.used_at is not None:
        raise UsedLink(found.used_at)
    if found.expires_at <= now():
        raise LateLink(found.expires_at)
    return found


def use(session: Session, token: str) -> Confirmation:
    """Use a link up: of any number who try at once one gets here, the others raise UsedLink.

    Raises DeadLink, LateLink too.
    """
    moment = now()
    used = session.scalar(
        update(Confirmation)
        .where(
            Confirmation.token_hash == token_hash(token),
            Confirmation.used_at.is_(None),
            Confirmation.expires_at > moment,
        )
        .values(used_at=moment)
        .returning(Confirmation.token_hash)
    )
    if used is None:
        look_at(session, token)
        raise DeadLink
    return session.get_one(Confirmation, token_hash(token), populate_existing=True)


def used_just_now(session: Session, token: str) -> Confirmation | None:
    """A link that did its work a moment ago: its button was clicked twice, perhaps."""
    found = session.get(Confirmation, token_hash(token), populate_existing=True)
    if found is None or found.used_at is None or found.used_at < now() - JUST_NOW:
        return None
    return found


def sent_token(session: Session, form_token: str, filled: str) -> str:
    """The token of the link that a form leads to, once sent.

    The same form with the same in it has the same, however often its button is clicked; changed,
    it is another registration. form_token: at random, of the page; filled: all that was filled in.
    """
    purpose = "card.sent"
    return keyed_hash(f"{form_token}|{filled}", sealing_key(session), purpose=purpose).hex()


def is_sent(session: Session, token: str) -> bool:
    return session.get(StatusLink, token_hash(token)) is not None


def status_link(
    session: Session,
    library_id: int,
    shown: State,
    borrower_id: int | None = None,
    token: str | None = None,
) -> str:
    """The token of a link to how a registration stands; without a borrower, of one that shows
    what a new registration would. Raises SentBefore where `token` leads somewhere already.
    """
    token = token or new_token()
    made = StatusLink(
        token_hash=token_hash(token),
        borrower_id=borrower_id,
        library_id=library_id,
        shown=shown,
        created_at=now(),
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as there:
        raise SentBefore from there
    return token


def status_of(session: Session, token: str) -> StatusLink:
    """Raises DeadLink."""
    found = session.get(StatusLink, token_hash(token))
    if found is None:
        raise DeadLink
    return found
