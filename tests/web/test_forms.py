"""Form messages in Vietnamese, and ties a screen reader follows."""

import re

import wtforms
from babel.messages.pofile import read_po

from portal.web.form_messages import MESSAGES, PLURALS
from tests.pages import PageClient


def send(client: PageClient, headers: dict[str, str] | None = None, **values: str) -> str:
    page = client.get("/probe/form", headers=headers).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    response = client.post("/probe/form", data={"csrf_token": token[1], **values}, headers=headers)
    return response.location or response.text


def test_a_good_form_goes_through(probe: PageClient) -> None:
    assert send(probe, name="Nguyễn Thị An", age="9") == "/probe/page"


def test_errors_are_in_vietnamese_beside_their_field(probe: PageClient) -> None:
    page = send(probe, name="", age="500")
    assert "Xin điền mục này." in page
    assert "Số phải từ 1 đến 120." in page
    assert re.search(r'<input[^>]*aria-describedby="name-error"[^>]*aria-invalid="true"', page)


def test_errors_are_in_english_for_who_reads_english(probe: PageClient) -> None:
    page = send(probe, {"Accept-Language": "en"}, name="", age="500")
    assert "This field is required." in page


def test_every_message_of_wtforms_is_known() -> None:
    from pathlib import Path

    pot = Path(wtforms.__file__).parent / "locale" / "wtforms.pot"
    with pot.open("rb") as file:
        messages = [message.id for message in read_po(file) if message.id]
    missing = [one for one in messages if isinstance(one, str) and one not in MESSAGES]
    missing += [one[0] for one in messages if isinstance(one, tuple) and one[0] not in PLURALS]
    assert missing == []


def test_translations_keep_their_placeholders() -> None:
    holes = re.compile(r"%\(\w+\)[sd]|%s")
    for english, vietnamese in {**MESSAGES, **PLURALS}.items():
        assert sorted(holes.findall(english)) == sorted(holes.findall(vietnamese)), english
