"""Who is signed in, as pages and access rules see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.accounts.models import Account
from portal.clock import now
from portal.config import Settings
from portal.roles import STAFF, Role


@dataclass(frozen=True)
class SignedIn:
    """What a request knows of who asks. factor_due: when staff must have their second factor;
    None for whoever has it or needs none.
    """

    id: int
    name: str
    role: Role
    library_id: int | None
    device_id: int
    factor_due: datetime | None
    token: str

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset({self.role})

    @property
    def is_overdue(self) -> bool:
        """Whether the second factor comes before any work."""
        return self.factor_due is not None and self.factor_due <= now()

    def get_id(self) -> str:
        return self.token


def lasting(settings: Settings) -> tuple[timedelta, timedelta]:
    """How long a device may be silent: staff's, and readers'."""
    return timedelta(hours=settings.session_hours), timedelta(days=settings.reader_session_days)


def factor_due(account: Account, settings: Settings) -> datetime | None:
    """When somebody without a second factor must have one; None: never, or not known yet."""
    if account.role not in STAFF or not settings.staff_second_factor or not account.grace_from:
        return None
    return account.grace_from + timedelta(days=settings.second_factor_grace_days)
