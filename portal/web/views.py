"""The switch between the languages."""

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from portal.i18n import COOKIE, LANGUAGES
from portal.web.access import public
from portal.web.redirects import safe_next

YEAR = 365 * 24 * 3600

bp = Blueprint("web", __name__)


@bp.get("/ngon-ngu/<code>")
@public
def set_language(code: str) -> Response:
    """Remember the language in a cookie and go back; a plain link, so it works without scripts."""
    if code not in LANGUAGES:
        abort(404)
    response = redirect(safe_next(request.args.get("next")))
    response.set_cookie(
        COOKIE, code, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure
    )
    return response
