"""What mail gives the application: a post office, and the jobs that empty and tidy the outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, cast
from urllib.parse import quote, urlsplit

from flask import Flask, current_app
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.jobs import job
from portal.mail import keeping
from portal.mail.keeping import State
from portal.mail.office import Office
from portal.mail.queue import letters_wait
from portal.mail.sending import send_due
from portal.mail.writing import Pens

EXTENSION = "portal.mail"


def init_app(app: Flask, settings: Settings) -> None:
    """After everything that gives templates something. Raises BadSetting."""
    pens = Pens(app.jinja_env, whole_addresses(app, settings.own_address))
    app.extensions[EXTENSION] = Office.of(settings, pens)


def office() -> Office:
    """Of the application at work."""
    return cast(Office, current_app.extensions[EXTENSION])


def whole_addresses(app: Flask, base: str) -> Callable[..., str]:
    """A `url_for` that needs no request: its addresses begin with `base`."""
    parts = urlsplit(base)
    adapter = app.url_map.bind(
        parts.netloc, script_name=parts.path or "/", url_scheme=parts.scheme or "http"
    )

    def url_for(endpoint: str, *, _anchor: str = "", **values: Any) -> str:
        address = adapter.build(endpoint, values, force_external=True)
        return f"{address}#{quote(_anchor)}" if _anchor else address

    return url_for


def report(session: Session) -> Iterable[str]:
    """What stands in the outbox, for `portal jobs status`."""
    count, trouble = keeping.waiting(session)
    if count:
        yield f"{count} thư đang chờ gửi" + (f" (lần thử trước: {trouble})" if trouble else "")
    for one in keeping.unsent(session):
        what = (
            f"đã thôi gửi sau {one.attempts} lần thử"
            if one.state is State.FAILED
            else "có thể đã đi, có thể chưa"
        )
        yield f"thư {one.id} ({one.kind}): {what}: {one.trouble or 'bị ngắt giữa chừng'}"


@job("mail.send", every=timedelta(0), waits=letters_wait, report=report)
def send_what_is_due(session: Session, settings: Settings) -> int:
    return send_due(session, office())


@job("mail.forget", every=timedelta(days=1))
def forget_old(session: Session, settings: Settings) -> int:
    return keeping.forget(session)
