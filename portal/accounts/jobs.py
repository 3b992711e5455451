"""What of accounts falls due: errands, and what is not kept longer than it is needed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.accounts import devices, errands, guesses, links
from portal.accounts.signing import lasting
from portal.config import Settings
from portal.jobs import job


@job("accounts.errands", every=timedelta(seconds=2), waits=errands.any_wait)
def run_errands(session: Session, settings: Settings) -> int:
    """Somebody looks into the mailbox by now: it is done soon."""
    return errands.run(session)


@job("accounts.forget", every=timedelta(hours=1))
def forget(session: Session, settings: Settings) -> int:
    """Dead links, guesses long past, devices silent longer than any may be."""
    return (
        links.forget_dead(session)
        + guesses.forget_past(session)
        + devices.forget_silent(session, max(lasting(settings)))
    )
