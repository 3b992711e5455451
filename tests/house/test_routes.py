"""Every route says who may open it, and keeps strangers out of the rest."""

import re

from flask import Flask
from werkzeug.routing import Rule

from portal.web.access import access_of
from tests.pages import PageClient

EXAMPLES = {"int": "1", "default": "x", "string": "x", "path": "x", "uuid": "0" * 32}


def example(rule: Rule) -> str:
    """An address that ``rule`` answers."""

    def fill(match: re.Match[str]) -> str:
        return EXAMPLES.get(re.split(r"[:(]", match[1])[0] if ":" in match[1] else "default", "1")

    return re.sub(r"<([^>]+)>", fill, rule.rule)


def test_every_route_declares_its_access(app: Flask) -> None:
    views = app.view_functions
    open_by_omission = [
        r.rule for r in app.url_map.iter_rules() if not access_of(views[r.endpoint])
    ]
    assert open_by_omission == []


def test_strangers_open_nothing_that_is_not_public(app: Flask, client: PageClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    opened = []
    for rule in app.url_map.iter_rules():
        access = access_of(app.view_functions[rule.endpoint])
        assert access is not None
        if not access.sign_in:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            status = client.open(example(rule), method=method).status_code
            if status not in {302, 401, 403}:
                opened.append(f"{method} {rule.rule}: {status}")
    assert opened == []


def test_addresses_are_written_as_people_type_them(app: Flask) -> None:
    odd = [r.rule for r in app.url_map.iter_rules() if re.search(r"[A-Z_]", r.rule.split("<")[0])]
    assert odd == []
