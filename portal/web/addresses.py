"""Addresses that are the same on every page, routed once.

`url_for` takes as long as writing a row of results, and a page has a hundred links. The rules do
not change while an application runs, so it keeps the paths they gave; where the portal is mounted
(SCRIPT_NAME) is said by each request and is part of the question.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from flask import Flask, current_app, request, url_for

from portal.web import assets

EXTENSION = "portal.web.addresses"

_PLAIN = "!$'()*,/:;?@"  # what a query may hold as it is; url_for thinks so, too


def init_app(app: Flask) -> None:
    """Keep paths with the application; its templates get a `url_for` that looks there first."""
    app.extensions[EXTENSION] = lru_cache(maxsize=512)(_routed)
    app.jinja_env.globals.update(
        url_for=_template_url_for,
        page_path=page_path,
        installed_pages=lambda: current_app.view_functions,
        installed=installed,
    )
    app.jinja_env.filters.update(quoted=quoted)


def installed(endpoints: Sequence[str]) -> str | None:
    """The first of these pages that there is: features may be left out of a portal."""
    return next((one for one in endpoints if one in current_app.view_functions), None)


def page_path(endpoint: str, **values: str) -> str:
    """The path of a page, by the values of its rule: of such as there are few."""
    return _kept(endpoint, *values.items())


def numbered_path(endpoint: str, name: str) -> Callable[[int], str]:
    """How the pages of a kind are told apart: `numbered_path("desk.import", "import_id")(7)`."""
    before, after = _kept(endpoint, (name, 0)).rsplit("0", 1)
    return lambda number: f"{before}{number}{after}"


def query(parameters: Sequence[tuple[str, str]]) -> str:
    """«?q=hoa&sort=title», of nothing "". The names are the portal's own and need no quoting."""
    pairs = "&".join(f"{name}={quoted(value)}" for name, value in parameters)
    return f"?{pairs}" if pairs else ""


@lru_cache(maxsize=4096)
def quoted(text: str) -> str:
    """A text as a value in a query."""
    return quote_plus(text, safe=_PLAIN)


def _template_url_for(endpoint: str, **values: Any) -> str:
    if not values and not endpoint.startswith("."):
        return _kept(endpoint)
    if endpoint == "static" and len(values) == 1:
        return _kept(endpoint, *values.items(), changed=assets.changed(values["filename"]))
    if endpoint == "static" and values.keys() == {"filename", "v"}:
        return _kept(endpoint, *values.items())
    return url_for(endpoint, **values)


def _kept(endpoint: str, *values: tuple[str, Any], changed: int = 0) -> str:
    routed: Callable[..., str] = current_app.extensions[EXTENSION]
    return routed(request.root_path, endpoint, values, changed)


def _routed(root: str, endpoint: str, values: tuple[tuple[str, Any], ...], changed: int) -> str:
    """root, changed: what the answer hangs on besides."""
    return url_for(endpoint, **dict(values))
