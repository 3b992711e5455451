"""The pages a reader gets when something went wrong, and their problem details for the API."""

import logging

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError, TooManyRequests

from portal.db import db
from portal.refusals import Refusal
from portal.web import limits
from portal.web.error_texts import Text, text_for
from portal.web.problems import problem
from portal.web.refusals import explain, status_of
from portal.web.requests import request_id

log = logging.getLogger("portal.errors")

API = "/api/"

_BUSY = frozenset({"40P01", "40001", "55P03"})
"""PostgreSQL: a deadlock was broken, two transactions cannot follow each other, a lock not had."""

# Shown when even the error page cannot be drawn: it needs no template and no database.
LAST_RESORT = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main><h1>{title}</h1><p>{what}</p><p>{next_step}</p><p>{id}</p></main></body></html>
"""


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(Refusal, on_refusal)
    app.register_error_handler(DBAPIError, on_database_error)


def on_http_error(error: HTTPException) -> Response:
    """Any status, a crash included (Flask hands it over as a 500, already logged)."""
    if error.response is not None:  # an answer made on purpose, a redirect for instance
        return make_response(error.response)
    status = error.code or InternalServerError.code
    wait = limits.seconds_to_wait() if status == TooManyRequests.code else None
    text = text_for(status, expired_form=isinstance(error, CSRFError), retry_after=wait)
    if isinstance(error, SecurityError):  # a host not ours: no address can be built for a page
        return Response(text.last_resort(LAST_RESORT, request_id()), status)
    response = answer(status, text)
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def on_refusal(refusal: Refusal) -> Response:
    """A refusal no view caught: what the view would have said, on a page of its own."""
    told = explain(refusal)
    return answer(status_of(refusal), Text(told.title, told.rule, told.next_step))


def on_database_error(error: DBAPIError) -> Response:
    """Who waited for another who waited for them, or too long, sends it again: nothing of it was
    stored. Any other error is a crash.
    """
    busy = getattr(error.orig, "sqlstate", None) in _BUSY or "is locked" in str(error.orig)
    if not busy:
        raise error
    db.session.rollback()
    log.warning("the database was busy: %s", type(error.orig).__name__)
    return answer(503, text_for(503))


def answer(status: int, text: Text) -> Response:
    """Problem details under ``/api/``, a page in the reader's language elsewhere."""
    if request.path.startswith(API):
        return problem(status, text.title, text.what, request_id=request_id())
    return make_response(_page(status, text), status)


def _page(status: int, text: Text) -> str:
    values = {"status": status, "text": text, "request_id": request_id()}
    if status < 500:
        return render_template("errors/page.html", **values)
    try:
        return render_template("errors/page.html", **values)
    except Exception:  # the page itself may be what is broken; the reader still gets an answer
        log.exception("the error page could not be drawn")
        return text.last_resort(LAST_RESORT, request_id())
