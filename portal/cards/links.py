"""Private links: made, looked at, used once. The database knows a token only by its hash."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.accounts.tokens import new_token, token_hash
from portal.cards.models import Confirmation, StatusLink
from portal.cards.refusals import DeadLink, LateLink, UsedLink
from portal.cards.states import State
from portal.clock import now


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


def status_link(
    session: Session, library_id: int, shown: State, borrower_id: int | None = None
) -> str:
    """The token of a link to how a registration stands; without a borrower, of one that shows
    what a new registration would.
    """
    token = new_token()
    session.add(
        StatusLink(
            token_hash=token_hash(token),
            borrower_id=borrower_id,
            library_id=library_id,
            shown=shown,
            created_at=now(),
        )
    )
    session.flush()
    return token


def status_of(session: Session, token: str) -> StatusLink:
    """Raises DeadLink."""
    found = session.get(StatusLink, token_hash(token))
    if found is None:
        raise DeadLink
    return found
