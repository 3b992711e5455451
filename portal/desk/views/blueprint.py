"""The blueprint, who is at the desk, and how its forms answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.accounts.signing import SignedIn
from portal.cards.acting import Clerk
from portal.db import begin_for_writing, db
from portal.desk import card_presenters, presenters
from portal.desk.scope import Desk, NotYours
from portal.libraries.mine import current_network
from portal.refusals import Refusal
from portal.web.access import person
from portal.web.refusals import explain

bp = Blueprint("desk", __name__)

LARGEST_ID = 2**31 - 1
NUMBER = f"int(max={LARGEST_ID})"


@bp.context_processor
def _texts() -> dict[str, Any]:
    return {"desk": presenters, "cards": card_presenters, "network": current_network()}


@bp.after_request
def _keep_nothing(response: Response) -> Response:
    """Behind a desk that is left alone, the back button shows nobody's data."""
    response.headers["Cache-Control"] = "no-store"
    return response


def me() -> SignedIn:
    """Whoever is signed in: every page here asks for it."""
    return cast(SignedIn, person())


def my_desk() -> Desk:
    return Desk.of(me().name, me().role, me().library_id)


def my_clerk() -> Clerk:
    """The same to whoever gives cards."""
    return Clerk(me().id, me().name, me().role, me().library_id)


def look_closely() -> None:
    """For a page whose opening writes a look: queue for the writer's place before it reads.

    The transaction in which it was read who is signed in could not write any more, once another
    had written since.
    """
    db.session.rollback()
    begin_for_writing(True)


def start() -> int:
    """The number after which the list asked for begins; 0 for the whole list."""
    text = request.args.get("sau", "")
    known = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))
    return min(int(text), LARGEST_ID) if known else 0


def attempt(act: Callable[[], str], onward: str) -> ResponseReturnValue:
    """Do something and go on to `onward`, with what `act` says of it or why it was refused."""
    try:
        done = act()
    except NotYours:
        raise
    except Refusal as refused:
        db.session.rollback()
        told = explain(refused)
        flash(f"{told.title} {told.rule} {told.next_step}", "error")
    else:
        db.session.commit()
        flash(done, "success")
    return redirect(onward, 303)
