"""A name for every request, one line about it in the log, and the writer's place for changes.

The line says what was asked for and how long it took. It holds nothing personal: no query string
(what somebody reads is their own affair), no address, no account.
"""

import logging
import re
import secrets
import time

from flask import Flask, Response, g, has_request_context, request

from portal import db

HEADER = "X-Request-ID"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

log = logging.getLogger("portal.access")

_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_leave)


def request_id() -> str:
    """The name of this request; ``-`` outside one."""
    return str(g.get("request_id", "-")) if has_request_context() else "-"


class RequestIdFilter(logging.Filter):
    """Gives every log record the name of the request it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id()
        return True


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
    g.request_started = time.perf_counter()
    db.begin_for_writing(request.method not in SAFE_METHODS)


def _end(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    took = 1000 * (time.perf_counter() - g.get("request_started", time.perf_counter()))
    log.info(
        "method=%s endpoint=%s status=%d ms=%.1f bytes=%s",
        request.method,
        request.endpoint or "-",
        response.status_code,
        took,
        response.content_length if response.content_length is not None else "-",
    )
    return response


def _leave(error: BaseException | None) -> None:
    db.begin_for_writing(False)
