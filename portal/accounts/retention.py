"""What of accounts is not kept longer than it is needed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.accounts import devices, guesses, links


def forget(session: Session, longest_silence: timedelta) -> None:
    """Erase dead links, guesses long past, and devices silent longer than any may be."""
    links.forget_dead(session)
    guesses.forget_past(session)
    devices.forget_silent(session, longest_silence)
