"""Every letter about cards, written in both languages as the job would write it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.mail.outbox import TEMPLATES
from portal.mail.writing import Pens

VALUES: dict[str, Any] = {
    "name": "Nguyễn <b>Lan</b>", "library": "Thư viện Tây Hồ", "token": "tok-en", "hours": 24,
    "days": 7, "bring": "một giấy tờ có ảnh", "number": "1000 0000 123",
    "until": date(2027, 1, 31), "question": "Số nhà?", "reason": "Không rõ", "school": "TH Mẫu",
    "teacher": "Cô Mai", "pupils": 40, "class_name": "5A", "way": "online", "over": False,
}  # fmt: skip
KINDS = sorted(
    path.stem for start in ("card", "class") for path in Path(TEMPLATES).glob(f"{start}_*.txt")
)


def address(endpoint: str, **values: str) -> str:
    """The pages that letters lead to, by their names."""
    assert endpoint in {
        "home.index", "cards.mine", "cards.confirm", "cards.take_over", "cards.confirm_class"
    }  # fmt: skip
    return "https://thuvien.example/" + "/".join([endpoint, *values.values()])


def test_there_is_one_for_every_occasion() -> None:
    assert KINDS == [
        "card_address", "card_again", "card_blocked", "card_closed", "card_confirm", "card_ends",
        "card_heir", "card_lost", "card_mailbox", "card_merged", "card_number", "card_of_age",
        "card_question", "card_refused", "card_reissued", "card_renewed", "card_unblocked",
        "class_confirm",
    ]  # fmt: skip


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_written(app: Flask, kind: str, locale: str) -> None:
    with app.app_context():
        letter = Pens(app.jinja_env, address).write(kind, locale, VALUES)
    assert letter.subject
    assert "<" not in letter.text.replace("<b>Lan</b>", "")
    assert "<b>Lan" not in letter.page
    for link in ("cards.confirm", "cards.take_over", "cards.mine"):
        assert (link in letter.text) == (link in letter.page)
    assert ("Chào" in letter.text or "Kính gửi" in letter.text) == (locale == "vi")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("card_confirm", "đăng ký thẻ bạn đọc cho Minh Khôi"),
        ("card_number", "Số thẻ của Minh Khôi"),
    ],
)
def test_of_a_child_the_guardian_is_told(app: Flask, kind: str, said: str) -> None:
    values = {**VALUES, "name": "Lê Thu Hà", "child": "Minh Khôi"}
    with app.app_context():
        letter = Pens(app.jinja_env, address).write(kind, "vi", values)
    for written in (letter.text, letter.page):
        assert "Chào Lê Thu Hà," in written
        assert said in written


def test_a_link_stands_in_the_letter_that_asks_for_it(app: Flask) -> None:
    with app.app_context():
        letter = Pens(app.jinja_env, address).write("card_confirm", "vi", VALUES)
    assert "https://thuvien.example/cards.confirm/tok-en" in letter.text
    assert 'href="https://thuvien.example/cards.confirm/tok-en"' in letter.page


@pytest.mark.parametrize(
    ("locale", "alone"),
    [
        ("vi", "đến quầy Thư viện Tây Hồ, mang theo một giấy tờ của mình"),
        ("en", "come to the desk of Thư viện Tây Hồ with a document of their own"),
    ],
)
def test_whose_parent_does_nothing_comes_alone(app: Flask, locale: str, alone: str) -> None:
    with app.app_context():
        letter = Pens(app.jinja_env, address).write("card_of_age", locale, VALUES)
    assert alone in letter.text
    assert alone in letter.page
