"""A refusal is a name; its text is written beside the pages."""

from dataclasses import dataclass

import pytest

from portal.refusals import Refusal
from portal.web import refusals
from portal.web.refusals import Explanation, Unexplained, explain, explains


@dataclass(frozen=True)
class CardExpired(Refusal):
    day: str


class CardExpiredLongAgo(CardExpired):
    pass


@pytest.fixture(autouse=True)
def _own_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "_explainers", {})


def said(refusal: CardExpired) -> Explanation:
    return Explanation("Thẻ hết hạn", f"Thẻ hết hạn ngày {refusal.day}.", "Xin gia hạn thẻ.")


def test_a_refusal_finds_its_text_and_a_subclass_its_parents() -> None:
    explains(CardExpired)(said)
    assert explain(CardExpired("1/1")).rule == "Thẻ hết hạn ngày 1/1."
    assert explain(CardExpiredLongAgo("2/1")).rule == "Thẻ hết hạn ngày 2/1."


def test_a_refusal_without_a_text_is_a_mistake() -> None:
    with pytest.raises(Unexplained, match="CardExpired"):
        explain(CardExpired("1/1"))


def test_a_refusal_has_one_text() -> None:
    explains(CardExpired)(said)
    with pytest.raises(ValueError, match="twice"):
        explains(CardExpired)(lambda refusal: said(refusal))
