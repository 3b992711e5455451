"""The blueprint of the search pages, and what they say when there is no index."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.i18n import gettext as _
from portal.search.live import IndexMissing
from portal.search.views.links import LONGEST_ADDRESS, results_url, short
from portal.search.views.reading import read, too_long
from portal.web.error_texts import Text
from portal.web.errors import answer

bp = Blueprint("search", __name__)


@bp.before_request
def shorten() -> ResponseReturnValue | None:
    """An address too long to be a search leads to the search it begins with, and says so."""
    page = request.method == "GET" and request.endpoint != f"{bp.name}.suggest"
    if not page or len(request.query_string) <= LONGEST_ADDRESS:
        return None
    flash(too_long())
    return redirect(results_url(short(read(request.args).state)))


@bp.app_errorhandler(IndexMissing)
def no_index(error: IndexMissing) -> Response:
    """Also for the API: the catalogue is there, only nobody built its index yet."""
    text = Text(
        _("Chưa tìm được lúc này"),
        _("Chỉ mục tìm kiếm của cổng chưa được dựng."),
        _("Xin trở lại sau ít phút. Người quản trị dựng chỉ mục bằng lệnh «portal index build»."),
    )
    response = answer(503, text)
    response.headers["Retry-After"] = "60"
    return response
