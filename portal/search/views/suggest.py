"""`/goi-y`: what the beginning of a search may go on to, as JSON for the box."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from flask import Response, current_app, json, request, url_for

from portal.catalogue.presenters import lang_attribute
from portal.config import Settings
from portal.db import db
from portal.i18n import LANGUAGES, ngettext, speaking
from portal.i18n import gettext as _
from portal.search.api_request import language
from portal.search.names import LiveNames
from portal.search.state import SearchState
from portal.search.suggestions import Suggestion, suggestions
from portal.search.views.blueprint import bp
from portal.search.views.links import results_url
from portal.web.access import public
from portal.web.limits import api_budget

EXTENSION = "portal.search.names"
KEPT = 60  # seconds an answer may be shown again
MOST_BYTES = 3000  # of an answer
LONGEST_TEXT = 90  # characters of a name
LONGEST_DETAIL = 40
LONGEST_CODE = 40

Json = dict[str, Any]


@bp.get("/goi-y")
@public
@api_budget
def suggest() -> Response:
    """Suggestions in the language of the page, whoever asks: no cookie is looked at."""
    names = live_names().current()
    typed, field = request.args.get("q", ""), request.args.get("field", "")
    found = suggestions(db.session, names, typed, field, _library()) if names else []
    with speaking(language()):
        body = _body(found)
    response = Response(body, content_type="application/json; charset=utf-8")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.cache_control.public = True
    response.cache_control.max_age = KEPT
    response.headers["X-Robots-Tag"] = "noindex"
    if request.args.get("lang") not in LANGUAGES:
        response.vary.add("Accept-Language")
    return cast(Response, response.make_conditional(request))


def _library() -> str:
    """The code of the library chosen beside the box, "" for all."""
    code = request.args.get("lib", "").strip().upper()
    return code if code.isprintable() and len(code) <= LONGEST_CODE else ""


def live_names() -> LiveNames:
    """The one opened set of registers of this process."""
    held = current_app.extensions.get(EXTENSION)
    if held is None:
        settings: Settings = current_app.config["PORTAL"]
        held = current_app.extensions.setdefault(EXTENSION, LiveNames(settings.index_folder))
    return cast(LiveNames, held)


def _body(found: list[Suggestion]) -> bytes:
    """As many as an answer has room for; names that are pages long leave little."""
    for count in range(len(found), 0, -1):
        body = _written(_answer(found[:count]))
        if len(body) <= MOST_BYTES:
            return body
    return _written(_answer([]))


def _written(answer: Json) -> bytes:
    return json.dumps(answer, separators=(",", ":")).encode()


def _answer(found: list[Suggestion]) -> Json:
    groups: dict[str, Json] = {}
    for one in found:
        group = groups.setdefault(one.kind, {"kind": one.kind, "label": _kind_text(one.kind)})
        group.setdefault("items", []).append(_item(one))
    told = ngettext("%(num)s gợi ý", "%(num)s gợi ý", len(found)) if found else _("Không có gợi ý")
    return {"told": told, "groups": list(groups.values())}


def _item(one: Suggestion) -> Json:
    item = {
        "text": _short(one.text, LONGEST_TEXT),
        "detail": _short(one.author, LONGEST_DETAIL),
        "count": one.held,
        "held": _held_text(one),
        "url": _url(one),
    }
    lang = lang_attribute(one.language)
    return {**item, "lang": lang} if lang else item


def _kind_text(kind: str) -> str:
    return {
        "work": _("Nhan đề"),
        "author": _("Tác giả"),
        "subject": _("Chủ đề"),
        "series": _("Tùng thư"),
    }[kind]


def _held_text(one: Suggestion) -> str:
    if one.kind != "work":
        return ngettext("%(num)s nhan đề", "%(num)s nhan đề", one.held)
    copies = ngettext("%(num)s bản", "%(num)s bản", one.held)
    if one.volumes > 1:
        return f"{ngettext('%(num)s tập', '%(num)s tập', one.volumes)} · {copies}"
    if not one.held:
        return copies
    libraries = ngettext("%(num)s thư viện", "%(num)s thư viện", one.libraries)
    return _("%(copies)s ở %(libraries)s", copies=copies, libraries=libraries)


def _url(one: Suggestion) -> str:
    match one.kind:
        case "work" if one.volumes > 1:
            return results_url(SearchState(q=one.text[:LONGEST_TEXT], field="title"))
        case "work":
            return url_for("catalogue.record", record_id=one.target)
        case "author":
            return url_for("catalogue.agent", agent_id=one.target)
        case "subject":
            return url_for("catalogue.subject", subject_id=one.target)
        case _:
            return url_for("catalogue.series", key=one.target)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
