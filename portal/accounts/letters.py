"""Mails to the owner of an account about the account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.clock import today
from portal.mail import post


def tell(
    session: Session,
    account: Account,
    kind: str,
    *,
    once: str | None = None,
    until: datetime | None = None,
    **values: Any,
) -> None:
    """Post a mail of `kind` to the account's address; without one nothing is sent.

    once, until: as `portal.mail.post` has them.
    """
    if account.email:
        everything = {"name": account.name, **values}
        post(
            session,
            kind,
            to=account.email,
            locale=account.locale,
            values=everything,
            once=once,
            until=until,
        )


def tell_of_guesses(session: Session, account: Account) -> None:
    """Somebody guesses at the password: told at most once a day."""
    tell(session, account, "guessed", once=f"guessed:{account.id}:{today():%Y-%m-%d}")
