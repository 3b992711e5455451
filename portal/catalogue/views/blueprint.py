"""The blueprint, and what every page of the catalogue is drawn with."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, url_for

from portal.catalogue import presenters, presenters_holdings
from portal.catalogue.covers import cover_svg

bp = Blueprint("catalogue", __name__)
bp.add_app_template_global(cover_svg)  # wherever a book is shown it has a face

LARGEST_ID = 2**31 - 1
"""No table has a larger number; the router answers 404 to one."""


@bp.context_processor
def _texts() -> dict[str, Any]:
    return {"texts": presenters, "told": presenters_holdings, "search_url": search_url}


def search_url(**values: Any) -> str | None:
    """The results of a search by these parameters; None in a portal without the search."""
    if "search.results" not in current_app.view_functions:
        return None
    return url_for("search.results", **values)
