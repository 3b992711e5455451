"""People in front of their browsers."""

from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.devices import sign_in_device
from portal.accounts.models import Account
from tests.pages import PageClient


def signed_in(app: Flask, session: Session, account: Account) -> PageClient:
    """A browser in which somebody has signed in."""
    token = sign_in_device(session, account.id, "", shared=False)
    client = PageClient.of(app, session)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return client
