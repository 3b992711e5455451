"""Who a request comes from: looked up once, from the token in the browser's session."""

from __future__ import annotations

import logging
from typing import cast

from flask import current_app, request
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.accounts.devices import is_over, is_stale, note_seen
from portal.accounts.models import Account, Device
from portal.accounts.secrets_models import SecondFactor
from portal.accounts.signing import SignedIn, factor_due, lasting
from portal.accounts.tokens import token_hash
from portal.config import Settings
from portal.db import db, writing
from portal.web.access import login_manager

log = logging.getLogger("portal.accounts")


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login carries no types
def load(token: str) -> SignedIn | None:
    """Who is signed in on this device; None once it was signed out, here or from another."""
    found = db.session.execute(
        select(Account, Device, SecondFactor.confirmed_at)
        .join(Device, Device.account_id == Account.id)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .where(Device.token_hash == token_hash(token), Account.closed_at.is_(None))
    ).one_or_none()
    if found is None:
        return None
    account, device, confirmed_at = found
    settings = cast(Settings, current_app.config["PORTAL"])
    if is_over(device, account.role, *lasting(settings)):
        return None
    if is_stale(device) and request.method == "GET":
        _note_seen(device.id)
    due = None if confirmed_at else factor_due(account, settings)
    return SignedIn(
        account.id, account.name, account.role, account.library_id, device.id, due, token
    )


def _note_seen(device_id: int) -> None:
    """In a transaction of its own: whoever only reads must not wait at the writer's place."""
    try:
        with writing(), db.sessionmaker() as own:
            note_seen(own, device_id)
            own.commit()
    except OperationalError:  # a long writer is at work; the next page notes it
        log.info("the hour a device was seen in could not be noted")
