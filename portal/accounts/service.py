"""Opening accounts, changing what they may, closing them."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts import passwords
from portal.accounts.devices import sign_out_all
from portal.accounts.letters import tell
from portal.accounts.links import drop_links
from portal.accounts.models import Account, SignInName
from portal.accounts.names import NameTaken, plain_email
from portal.accounts.second_factor import forget_factor
from portal.clock import now
from portal.roles import STAFF, Role


def create_account(
    session: Session,
    *,
    name: str,
    role: Role,
    email: str | None = None,
    password: str | None = None,
    library_id: int | None = None,
    locale: str = "vi",
) -> Account:
    """Open an account. email: confirmed by the caller; without one it needs a sign-in name.
    password: without one it is chosen by a link. locale: the language of mails.

    Raises BadEmail, WeakPassword, NameTaken.
    """
    email = None if email is None else plain_email(email)
    account = Account(
        email=email,
        name=name,
        password_hash="" if password is None else passwords.hashed(password, (name, email or "")),
        role=role,
        library_id=library_id,
        locale=locale,
        created_at=now(),
    )
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError as taken:
        raise NameTaken from taken
    return account


def give_role(session: Session, account: Account, role: Role, library_id: int | None) -> None:
    """Change what somebody may do, and where; devices signed in before are signed out."""
    account.role, account.library_id = role, library_id
    session.flush()
    sign_out_all(session, account.id)


def close_account(session: Session, account: Account) -> None:
    """Nobody signs in to it any more, at once, on any device.

    Address, names, password and second factor are erased, a reader's own name too; what was done
    at work keeps the name of who did it.
    """
    tell(session, account, "account_closed")
    account.closed_at = now()
    account.email = None
    account.password_hash = ""
    if account.role not in STAFF:
        account.name = ""
    session.flush()
    sign_out_all(session, account.id)
    drop_links(session, account.id)
    forget_factor(session, account.id)
    session.execute(delete(SignInName).where(SignInName.account_id == account.id))
