"""What a request needs to search: the index this process serves, the network, my library."""

from __future__ import annotations

import logging

from flask import Flask, current_app, request, session

from portal.config import Settings
from portal.db import db
from portal.libraries.mine import current_network, my_library
from portal.search.history import remembered
from portal.search.live import LiveIndex
from portal.search.service import Searcher
from portal.search.state import SearchState

EXTENSION = "portal.search.index"
HISTORY = "searches"

log = logging.getLogger(__name__)


def live_index() -> LiveIndex:
    """The one opened index of this process."""
    held = current_app.extensions.get(EXTENSION)
    if held is None:
        settings: Settings = current_app.config["PORTAL"]
        held = current_app.extensions.setdefault(EXTENSION, LiveIndex(settings.index_folder))
    found: LiveIndex = held
    return found


def open_early(app: Flask) -> None:
    """Open the index, and read the templates of its pages, before the first reader comes.

    Where the index does not open, the first one is told.
    """
    for name in app.jinja_env.list_templates(filter_func=_of_results):
        app.jinja_env.get_template(name)
    with app.app_context():
        try:
            live_index().snapshot(db.session)
        except Exception as trouble:  # noqa: BLE001 - told in the log
            log.warning("the index is not open yet: %s", type(trouble).__name__)


def _of_results(template: str) -> bool:
    return template.startswith(("base.", "macros/", "search/"))


def searcher() -> Searcher:
    """Raises IndexMissing before the first build."""
    mine = my_library(request)
    return Searcher(
        session=db.session,
        snapshot=live_index().snapshot(db.session),
        network=current_network(),
        at=mine.id if mine else None,
    )


def history() -> list[str]:
    """Query strings of the latest searches, newest first: they live in the reader's cookie."""
    held = session.get(HISTORY)
    return [text for text in held if isinstance(text, str)] if isinstance(held, list) else []


def remember(state: SearchState) -> None:
    kept = history()
    now = remembered(kept, state)
    if now != kept:
        session[HISTORY] = now


def forget() -> None:
    session.pop(HISTORY, None)
