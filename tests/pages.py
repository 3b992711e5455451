"""A client that judges every HTML page it is given.

Each page must have one ``h1``, a title, a language, a label for every input, unique ids, anchors
that lead somewhere, nothing inline, and the security headers. A request must not leave changes
uncommitted, which a reader would take for saved.
"""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any, Self, cast

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.leftovers import Leftovers

INPUTS = {"input", "select", "textarea"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


class Outline(HTMLParser):
    """The facts about a page that the checks are about."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language: str | None = None
        self.title = ""
        self.headings = 0
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.labelled: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self._in_label = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._open.append(tag)
        self.headings += tag == "h1"
        if tag == "html":
            self.language = given.get("lang")
        if given.get("id"):
            self.ids.append(str(given["id"]))
        self._note_links(tag, given)
        self._note_inputs(tag, given)
        self._note_inline(tag, given)

    def handle_endtag(self, tag: str) -> None:
        self._in_label -= tag == "label"
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data
        if self._open and self._open[-1] in {"script", "style"} and data.strip():
            self.faults.append(f"inline <{self._open[-1]}>")

    def _note_links(self, tag: str, given: dict[str, str | None]) -> None:
        href = given.get("href") or ""
        if tag == "a" and href.startswith("#") and len(href) > 1:
            self.anchors.append(href[1:])
        for name in ("href", "src", "action", "formaction"):
            if (given.get(name) or "").strip().lower().startswith("javascript:"):
                self.faults.append(f"javascript: in {name}")

    def _note_inputs(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "label":
            self._in_label += 1
            self.labelled.add(given.get("for") or "")
        if tag in INPUTS and given.get("type") not in UNLABELLED:
            inside = self._in_label > 0
            named = given.get("aria-label") or given.get("aria-labelledby")
            if not inside and not named:
                self.inputs.append(given)

    def _note_inline(self, tag: str, given: dict[str, str | None]) -> None:
        if "style" in given:
            self.faults.append(f"style attribute on <{tag}>")
        self.faults += [f"{name} on <{tag}>" for name in given if name.startswith("on")]


def faults_of(html: str) -> list[str]:
    """Everything wrong with a page, in words."""
    page = Outline()
    page.feed(html)
    page.close()
    found = list(page.faults)
    if page.headings != 1:
        found.append(f"{page.headings} <h1>")
    if not page.title.strip():
        found.append("no <title>")
    if not page.language:
        found.append("no lang on <html>")
    found += [f"id {name!r} used {n} times" for name, n in Counter(page.ids).items() if n > 1]
    found += [
        f"no label for {given.get('name') or given.get('id')!r}"
        for given in page.inputs
        if given.get("id") not in page.labelled
    ]
    found += [f"#{name} leads nowhere" for name in page.anchors if name not in {*page.ids, "top"}]
    return found


class PageClient(FlaskClient):
    """See the module. ``session`` is the test's own: what it prepared is committed first."""

    session: Session | None = None
    leftovers: Leftovers

    @classmethod
    def of(cls, app: Flask, session: Session | None = None) -> Self:
        """A client for ``app``; make another for a second person."""
        app.test_client_class = cls
        client = cast(Self, app.test_client())
        client.session = session
        client.leftovers = Leftovers.watching(app)
        return client

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if self.session is not None:
            self.session.commit()
        kwargs.setdefault("buffered", True)  # read to the end, so that a file is closed
        response = super().open(*args, **kwargs)
        left = self.leftovers.take()
        # After a refusal the changes are meant to be lost; after a success they are not.
        if response.status_code < 400:
            assert not left, f"the request left changes uncommitted: {left}"
        check(response)
        return response

    def send(self, path: str, form_at: str | None = None, **fields: str) -> TestResponse:
        """Fill in and send the form of a page (``path`` unless it is shown at ``form_at``)."""
        return self.post(path, data={**self._token(form_at or path), **fields})

    def send_twice(
        self, path: str, form_at: str | None = None, **fields: str
    ) -> tuple[TestResponse, TestResponse]:
        """The same, its button clicked again before there was an answer: the second request has
        the cookies of the first, and what the first answer set never came.
        """
        data = {**self._token(form_at or path), **fields}
        before = self.get_cookie("session")
        first = self.post(path, data=data)
        assert before, "a form has a token, and that a cookie"
        self.set_cookie("session", before.value)
        return first, self.post(path, data=data)

    def _token(self, form_at: str) -> dict[str, str]:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(form_at).text)
        assert token, f"no form at {form_at}"
        return {"csrf_token": token[1]}


def check(response: TestResponse) -> None:
    """Fail on a page that is not as every page must be."""
    assert "Content-Security-Policy" in response.headers, "no Content-Security-Policy"
    assert "X-Request-ID" in response.headers, "no request id"
    if response.mimetype != "text/html" or response.location:
        return
    if response.request.method != "HEAD":
        found = faults_of(response.text)
        assert not found, f"{response.request.path}: " + "; ".join(found)
