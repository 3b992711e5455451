"""Forms of a registration as people fill them in, and what becomes of them."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape
from typing import Any

from PIL import Image
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.cards.words import Gender
from portal.libraries.models import Library
from tests.cards import people
from tests.pages import PageClient

START = "/the/dang-ky"


def adult(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "ban-doc",
        "full_name": "Nguyễn Thị Lan",
        "birthday": "14/3/1990",
        "gender": "female",
        "document": "cccd",
        "number": people.cccd(date(1990, 3, 14)),
        "email": "lan@example.vn",
        "agreed_rules": "y",
        **fields,
    }


def child(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "thieu-nhi",
        "full_name": "Trần Minh Khôi",
        "birthday": "01-09-2017",
        "gender": "male",
        "email": "me@example.vn",
        "guardian_name": "Lê Thu Hà",
        "guardian_relation": "mother",
        "guardian_document": "cccd",
        "guardian_number": people.cccd(date(1988, 1, 5), Gender.FEMALE),
        "guardian_phone": "0912 345 678",
        "agreed_rules": "y",
        "agreed_data": "y",
        **fields,
    }


def address(whose: str, at: Library, *, shared: bool = False) -> str:
    return f"{START}/{whose}?thu-vien={at.code}" + ("&chung=1" if shared else "")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no {name}"
    return unescape(found[1])


def send(
    client: PageClient, whose: str, at: Library, fields: dict[str, Any], path: str | None = None
) -> TestResponse:
    """Open the form and send it."""
    where = address(whose, at)
    page = client.get(where).text
    tokens = {name: hidden(page, name) for name in ("csrf_token", "form_token")}
    answer = client.post(path or where, data={**tokens, **fields})
    answer.request.environ["wsgi.input"].close()  # the client's own file, where much was sent
    return answer


def errors(response: TestResponse) -> dict[str, str]:
    """Field → what stands beside it."""
    found = re.findall(r'id="([\w-]+)-error">.*?<span>(.*?)</span>', response.text, re.S)
    return {name: unescape(text).strip() for name, text in found}


def value(page: str, name: str) -> str:
    """What a box holds."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert found, f"no {name}"
    inside = re.search(r'value="([^"]*)"', found[0])
    return unescape(inside[1]) if inside else ""


def picture(kind: str = "JPEG", size: tuple[int, int] = (600, 800)) -> io.BytesIO:
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, kind)
    out.seek(0)
    return out


def letter_link(session: Session) -> str:
    return f"/the/xac-nhan/{people.token_of(session, 'card_confirm')}"
