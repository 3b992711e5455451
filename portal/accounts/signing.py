"""The signed-in account, as Flask-Login and the access rules see it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.accounts.models import Account
from portal.db import db
from portal.roles import Role
from portal.web.access import login_manager


@dataclass(frozen=True)
class SignedIn:
    """What a request knows of who asks."""

    id: int
    name: str
    role: Role
    library_id: int | None
    session_key: str

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @classmethod
    def of(cls, account: Account) -> SignedIn:
        return cls(account.id, account.name, account.role, account.library_id, account.session_key)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset({self.role})

    def get_id(self) -> str:
        return f"{self.id}.{self.session_key}"


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login carries no types
def load(token: str) -> SignedIn | None:
    """The account of a session; None once it is closed or was signed out everywhere."""
    number, _, session_key = token.partition(".")
    account = db.session.get(Account, int(number)) if number.isdigit() else None
    if account is None or account.closed_at or account.session_key != session_key:
        return None
    return SignedIn.of(account)
