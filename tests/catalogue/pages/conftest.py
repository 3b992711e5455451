"""Stand-ins for pages of higher features that these pages lead to, where a portal lacks them."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.web.access import public

ELSEWHERE = {"home.index": "/", "search.results": "/tim", "search.step": "/tim/buoc"}


@pytest.fixture
def app(app: Flask) -> Flask:
    for endpoint, rule in ELSEWHERE.items():
        if endpoint not in app.view_functions:
            app.add_url_rule(rule, endpoint, public(lambda: "a page of another feature"))
    return app
