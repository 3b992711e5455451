"""The counter in front of a librarian: pages, buttons, versions."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.cards.models import Borrower
from tests.pages import PageClient


def page_of(borrower_id: int) -> str:
    return f"/quay/the/{borrower_id}"


def press(
    client: PageClient, borrower_id: int, verb: str, seen: int | None = None, **fields: Any
) -> TestResponse:
    """Press a button of a reader's page, on the version that the page shows unless told."""
    shown = client.get(page_of(borrower_id)).text
    prefix = verb.replace("-", "_") + "_"
    version = seen if seen is not None else version_on(shown, verb)
    data = {f"{prefix}{name}": value for name, value in fields.items() if name != "by_eye"}
    if "by_eye" in fields:
        data["by_eye"] = "1"
    token = token_on(shown)
    data |= {"csrf_token": token, f"{prefix}seen": str(version)}
    return client.post(
        f"{page_of(borrower_id)}/{verb}", data=data, content_type="multipart/form-data"
    )


def version_on(shown: str, verb: str) -> int:
    """What the form of a verb says it was made from."""
    name = verb.replace("-", "_") + "_seen"
    found = re.search(rf'name="{name}"[^>]*value="(\d+)"', shown)
    assert found, f"no form for {verb}"
    return int(found[1])


def token_on(shown: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)
    assert found, "no form"
    return found[1]


def scan(client: PageClient, text: str) -> TestResponse:
    """Type into the box, or scan: the scanner presses Enter."""
    return client.send("/quay/the/tim", form_at="/quay/the", q=text)


def buttons(shown: str) -> set[str]:
    """The verbs that a reader's page offers."""
    return set(re.findall(r'action="/quay/the/\d+/([\w-]+)"', shown))


def now(session: Session, row: Borrower) -> Borrower:
    """The row as the requests left it."""
    session.rollback()
    session.refresh(row)
    return row
