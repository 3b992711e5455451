"""The directory of libraries, the page of one, and the choice of one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response

from portal.clock import now, today
from portal.i18n import gettext as _
from portal.libraries import presenters
from portal.libraries.directory import Question, directory_page
from portal.libraries.finding import served_districts
from portal.libraries.mine import current_network, my_library, remember
from portal.web.access import public
from portal.web.posted import posted
from portal.web.redirects import safe_next

bp = Blueprint("libraries", __name__)

CLOSURES_AHEAD = timedelta(days=120)
CHILDREN_SHOWN = 40


@bp.app_context_processor
def _library_context() -> dict[str, Any]:
    """`my_library` costs nothing until a template looks at it."""
    return {
        "my_library": LocalProxy(lambda: my_library(request) if request else None),
        "open_badge": presenters.open_badge,
    }


@bp.get("/thu-vien")
@public
def directory() -> str:
    """All libraries, or those a place, a kind or "open now" leaves."""
    question = Question.from_args(request.args)

    def page_link(number: int) -> str:
        query: dict[str, Any] = {**replace(question, page=number).args()}
        return url_for(".directory", **query)

    return render_template(
        "libraries/directory.html",
        page=directory_page(current_network(), question, now()),
        page_link=page_link,
        texts=presenters,
    )


@bp.get("/thu-vien/<code>")
@public
def library(code: str) -> ResponseReturnValue:
    """One library: hours, rooms, how to reach it, what belongs to it."""
    net = current_network()
    branch = net.find(code)
    if branch is None:
        abort(404)
    if branch.code != code:
        return redirect(url_for(".library", code=branch.code), 301)
    day = today()
    districts = served_districts(branch)
    return render_template(
        "libraries/library.html",
        branch=branch,
        parent=net.parent(branch),
        children=net.children(branch),
        children_shown=CHILDREN_SHOWN,
        districts=sorted(districts),
        other_names=[name for name in branch.aliases if name not in districts],
        commune=presenters.commune_of(branch),
        map_url=presenters.map_url(branch),
        today=day,
        week=branch.week(day),
        closures=[
            closure
            for closure in branch.upcoming_exceptions(day)
            if closure.first_day <= day + CLOSURES_AHEAD
        ],
        texts=presenters,
    )


@bp.post("/thu-vien/cua-toi")
@public
def choose() -> Response:
    """Remember a library as one's own; an empty code forgets it."""
    code = posted("code")
    branch = current_network().find(code) if code else None
    if code and (branch is None or branch.closed_since):
        abort(404)
    response = redirect(safe_next(posted("next"), url_for(".directory")), 303)
    remember(response, branch, secure=request.is_secure)
    if branch is None:
        flash(_("Đã bỏ ghi nhớ thư viện."), "success")
    else:
        flash(_("Đã ghi nhớ %(name)s là thư viện của bạn.", name=branch.name), "success")
    return response
