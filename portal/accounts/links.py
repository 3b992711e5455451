"""Links that are mailed: short-lived, used once, known to the database only as a hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.rows import changed
from portal.accounts.secrets_models import Link, LinkKind
from portal.accounts.tokens import new_token, token_hash
from portal.clock import now
from portal.refusals import Refusal

LIFETIME = {
    LinkKind.PASSWORD: timedelta(hours=1),
    LinkKind.EMAIL: timedelta(hours=24),
    LinkKind.SECOND_STEP: timedelta(minutes=10),
}

JUST_NOW = timedelta(minutes=1)
"""How long the second click of a double one is answered as the first was."""


class LinkDead(Refusal):
    """A link that was used, is too old, was replaced by a newer one, or never was."""


@dataclass(frozen=True)
class Used:
    """What a link stood for. email: the new address, of an e-mail link."""

    account_id: int
    email: str | None


def make_link(session: Session, account_id: int, kind: LinkKind, email: str | None = None) -> str:
    """The token of a new link; older ones of its kind are dead."""
    if kind is not LinkKind.SECOND_STEP:  # two devices may stand between the two steps
        drop_links(session, account_id, kind)
    token = new_token()
    session.add(
        Link(
            account_id=account_id,
            kind=kind,
            token_hash=token_hash(token),
            email=email,
            ends_at=now() + LIFETIME[kind],
        )
    )
    session.flush()
    return token


def made_just_now(session: Session, account_id: int, kind: LinkKind, email: str) -> bool:
    """Whether a link for this address was asked for a moment ago, and lives."""
    lately = now() + LIFETIME[kind] - JUST_NOW
    made = select(Link.id).where(Link.account_id == account_id, Link.kind == kind)
    made = made.where(Link.email == email, Link.used_at.is_(None), Link.ends_at > lately)
    return session.scalar(made.limit(1)) is not None


def look_at(session: Session, token: str, kind: LinkKind) -> Account:
    """Whose living link this is; looking does not use it, so a mail scanner does no harm.

    Raises LinkDead.
    """
    account = session.scalar(
        select(Account).join(Link).where(_living(token, kind), Account.closed_at.is_(None))
    )
    if account is None:
        raise LinkDead
    return account


def use_link(session: Session, token: str, kind: LinkKind) -> Used:
    """Use a link up. Of any number of requests at once one gets here; the rest raise LinkDead."""
    used = session.execute(
        update(Link)
        .where(_living(token, kind))
        .values(used_at=now())
        .returning(Link.account_id, Link.email)
    ).one_or_none()
    if used is None:
        raise LinkDead
    return Used(used.account_id, used.email)


def used_just_now(session: Session, token: str, kind: LinkKind) -> Used | None:
    """A link that did its work a moment ago: its button was clicked twice, perhaps."""
    used = session.execute(
        select(Link.account_id, Link.email)
        .join(Account)
        .where(Link.token_hash == token_hash(token), Link.kind == kind)
        .where(Link.used_at > now() - JUST_NOW, Account.closed_at.is_(None))
    ).one_or_none()
    return Used(used.account_id, used.email) if used else None


def drop_links(session: Session, account_id: int, *kinds: LinkKind) -> None:
    """Kill an account's links: of these kinds, or all. Used ones are dead already, and stay for
    `used_just_now`.
    """
    mine = delete(Link).where(Link.account_id == account_id, Link.used_at.is_(None))
    session.execute(mine.where(Link.kind.in_(kinds)) if kinds else mine)


def forget_dead(session: Session) -> int:
    """Erase links that no request can use any more; how many."""
    moment = now()
    dead = (Link.ends_at < moment) | (Link.used_at < moment - JUST_NOW)
    return changed(session, delete(Link).where(dead))


def _living(token: str, kind: LinkKind) -> ColumnElement[bool]:
    return (
        (Link.token_hash == token_hash(token))
        & (Link.kind == kind)
        & Link.used_at.is_(None)
        & (Link.ends_at > now())
    )
