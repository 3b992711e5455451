"""Form messages in Vietnamese, and ties a screen reader follows."""

import io
import re

import pytest
import wtforms
from babel.messages.pofile import read_po
from werkzeug.datastructures import FileStorage, MultiDict

from portal.web.form_messages import MESSAGES, PLURALS
from portal.web.posted import sorted_out, typed
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


def token_on(client: PageClient) -> str:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/probe/form").text)
    assert token is not None
    return token[1]


def test_a_file_in_place_of_a_text_is_none(probe: PageClient) -> None:
    files = {"name": (io.BytesIO(b"An"), "an.txt"), "age": (io.BytesIO(b"9"), "9.txt")}
    answer = probe.post("/probe/form", data={"csrf_token": token_on(probe), **files})
    assert "Xin điền mục này." in answer.text


@pytest.mark.parametrize("body", [{"name": 5, "age": [9]}, [1], "An", None])
def test_what_no_browser_sends_as_a_form_is_none(probe: PageClient, body: object) -> None:
    answer = probe.post("/probe/form", json=body, headers={"X-CSRFToken": token_on(probe)})
    assert "Xin điền mục này." in answer.text


def test_files_come_to_fields_for_files_only() -> None:
    photo = FileStorage(io.BytesIO(b"x"), "x.jpg")
    given = MultiDict([("photo", "a text"), ("photo", photo), ("name", photo), ("name", "An\0")])
    assert list(sorted_out(given, {"photo"}).items(multi=True)) == [
        ("photo", photo),
        ("name", "An"),
    ]


def test_what_nobody_types_is_left_out_and_all_else_stays() -> None:
    assert typed("a\0b\x1b[2J\x7f\ud800") == "ab[2J"
    for text in ("Nguyễn Thị Ánh\tNữ\r\nLê", "👩\u200d👧", "\x85\xad", "王"):
        assert typed(text) == text


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
