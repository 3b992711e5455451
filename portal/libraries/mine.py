"""The reader's own library, remembered in a cookie: no account, no row, forgotten at will."""

from __future__ import annotations

from flask import Request, g
from werkzeug.wrappers import Response

from portal.db import db
from portal.libraries.branches import Branch, Network
from portal.libraries.network import network

COOKIE = "library"
_YEAR = 365 * 24 * 3600


def current_network() -> Network:
    """The network, asked for once a request."""
    if "network" not in g:
        g.network = network(db.session)
    found: Network = g.network
    return found


def my_library(request: Request) -> Branch | None:
    """The remembered library; None when none is, or when the cookie names no working library.

    Without the cookie nothing is read from the database.
    """
    code = request.cookies.get(COOKIE)
    if not code:
        return None
    branch = current_network().find(code)
    return None if branch is None or branch.closed_since else branch


def remember(response: Response, branch: Branch | None, *, secure: bool) -> None:
    """Keep a library for a year, or forget the one kept."""
    if branch is None:
        response.delete_cookie(COOKIE, samesite="Lax", httponly=True, secure=secure)
        return
    response.set_cookie(
        COOKIE, branch.code, max_age=_YEAR, samesite="Lax", httponly=True, secure=secure
    )
