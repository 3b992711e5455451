"""The blueprint of readers' pages about cards: none of them is kept by a browser or on the way."""

from __future__ import annotations

from flask import Blueprint, Response

from portal.cards import presenters

bp = Blueprint("cards", __name__)


@bp.context_processor
def _texts() -> dict[str, object]:
    return {"say": presenters}


@bp.after_request
def _keep_nothing(response: Response) -> Response:
    """A page says `Cache-Control` itself where it may be kept."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response
