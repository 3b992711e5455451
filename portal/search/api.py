"""The JSON API: public data, read by anybody, from anywhere. `openapi.py` describes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Blueprint, Response, json, redirect, request, url_for

from portal.clock import now
from portal.db import db
from portal.i18n import gettext as _
from portal.i18n import speaking
from portal.libraries.mine import current_network
from portal.search import api_libraries, api_records, api_search, openapi
from portal.search.api_request import LANGUAGE, language, misnamed, read_search, refused
from portal.search.service import Searcher
from portal.search.state import SearchState
from portal.search.views.context import live_index
from portal.search.views.links import address
from portal.web.access import public
from portal.web.limits import api_budget
from portal.web.problems import problem

bp = Blueprint("search_api", __name__, url_prefix="/api/v1")

MINUTE = 60
HOUR = 3600

View = TypeVar("View", bound=Callable[..., Any])


def _spoken(view: View) -> View:
    """Answer in the language the client asked for."""

    @wraps(view)
    def answered(*args: Any, **values: Any) -> Any:
        with speaking(language()):
            return view(*args, **values)

    return cast(View, answered)


@bp.get("/search")
@public
@api_budget
@_spoken
def api_search_works() -> Response:
    """Works that answer a query."""
    state, complaints = read_search(request.args, current_network())
    if complaints:
        return refused(complaints)
    # No reader's library: one address has one answer, whoever asks.
    searcher = Searcher(db.session, live_index().snapshot(db.session), current_network())
    return _told(api_search.answer(searcher, state, _search_url), MINUTE)


@bp.get("/records/<int:record_id>")
@public
@api_budget
@_spoken
def api_record(record_id: int) -> Response:
    """One record, whole."""
    if complaints := list(misnamed(request.args, (LANGUAGE,))):
        return refused(complaints)
    body = api_records.whole(db.session, current_network(), record_id)
    if body is not None:
        body["work"]["records"] = api_records.editions(db.session, body["work"]["id"])
        return _told(body, MINUTE)
    if heir := api_records.heir(db.session, record_id):
        target = url_for("search_api.api_record", record_id=heir, _external=True, **_language())
        return cast(Response, redirect(target))  # not for good: a merge can be undone
    return problem(
        404, _("Không tìm thấy"), _("Mục lục không có biểu ghi %(id)s.", id=str(record_id)[:20])
    )


@bp.get("/libraries")
@public
@api_budget
@_spoken
def api_libraries_all() -> Response:
    """The network."""
    if complaints := list(misnamed(request.args, (LANGUAGE,))):
        return refused(complaints)
    found = api_libraries.libraries(current_network(), now())
    return _told({"total": len(found), "items": found}, MINUTE)


@bp.get("/openapi.json")
@public
@api_budget
def api_description() -> Response:
    """What all of this is, for programs."""
    return _told(openapi.description(request.url_root.rstrip("/")), HOUR)


@bp.after_app_request
def open_to_all(response: Response) -> Response:
    """Errors under the API's addresses as well: a page elsewhere must be able to read them."""
    if request.path.startswith(f"{bp.url_prefix}/"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        response.headers["X-Robots-Tag"] = "noindex"
        response.vary.add("Accept-Language")
    return response


def _search_url(state: SearchState) -> str:
    return address("search_api.api_search_works", state, _external=True, **_language())


def _language() -> dict[str, Any]:
    return {LANGUAGE: request.args[LANGUAGE]} if LANGUAGE in request.args else {}


def _told(body: dict[str, Any], seconds: int) -> Response:
    """JSON that may be kept for a while, and asked for again by its tag."""
    response = Response(json.dumps(body), content_type="application/json; charset=utf-8")
    lasting = json.dumps({name: value for name, value in body.items() if name != "took_ms"})
    response.set_etag(hashlib.sha256(lasting.encode()).hexdigest()[:32], weak=True)
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    return cast(Response, response.make_conditional(request))
