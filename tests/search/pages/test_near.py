"""Behind a short list stand the works of the spelling that was probably meant, parted from it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.catalogue.models import Work
from portal.search.relax import SHORT_LIST
from tests import make
from tests.pages import PageClient
from tests.search.pages.conftest import Indexed
from tests.search.pages.test_results import limits, titles
from tests.search.pages.test_weight import queries

TYPED = "/tim?q=lịch+sử+viết+nam"
HEADING = 'id="near">Gần với chữ đã gõ: “lịch sử việt nam”</h2>'
CHANCE = "Nam thanh niên viết về lớp học."


def chance(session: Session, count: int) -> list[str]:
    """Works that have each of the words typed, never beside one another."""
    names = [f"Lịch sử {number}" for number in range(count)]
    for number, name in enumerate(names):
        make.record(session, name, notes=CHANCE, language=("eng", "fre")[number % 2])
    return names


def meant(session: Session, count: int) -> list[str]:
    names = [f"Lịch sử Việt Nam, quyển {number}" for number in range(10, 10 + count)]
    for name in names:
        make.record(session, name, language="vie", year=2000)
    return names


def parts(page: str) -> tuple[list[str], list[str]]:
    """Titles of what was typed, and of what is near."""
    typed, _heading, near = page.partition('id="near"')
    return titles(typed), titles(near)


def test_what_was_typed_comes_first_and_what_was_meant_under_its_own_heading(
    client: PageClient, session: Session, indexed: Indexed
) -> None:
    by_chance, wanted = chance(session, 2), meant(session, 3)
    indexed()
    page = client.get(TYPED).text
    typed, near = parts(page)
    assert sorted(typed) == by_chance
    assert near == wanted
    assert f"<h2 {HEADING}" in page
    assert page.count('<h3 class="result-title"') == 3
    assert "Không đúng từng chữ đã gõ" in page
    assert "Có phải bạn tìm:" in page
    assert "<mark>Lịch sử Việt Nam</mark>, quyển 10" in page


def test_counts_and_limits_are_of_what_was_typed(
    client: PageClient, session: Session, indexed: Indexed
) -> None:
    chance(session, 2)
    meant(session, 3)
    indexed()
    page = client.get(TYPED).text
    assert "<title>lịch sử viết nam – 2 nhan đề" in page
    assert "<strong>2 nhan đề</strong>" in page
    assert "đang xem 1–2" in page
    assert {("Tiếng Anh", "1"), ("Tiếng Pháp", "1")} <= set(limits(page))
    assert "Tiếng Việt" not in dict(limits(page))
    mail = re.search(r'href="(mailto:[^"]+)"', page)
    assert mail is not None
    assert "quy%E1%BB%83n" not in mail[1]


@pytest.mark.parametrize(
    ("by_chance", "there", "shown"),
    [(1, 30, SHORT_LIST - 1), (SHORT_LIST - 1, 30, 1), (SHORT_LIST, 30, 0), (3, 2, 2)],
)
def test_a_short_list_is_filled_up_and_no_further(
    client: PageClient,
    session: Session,
    indexed: Indexed,
    by_chance: int,
    there: int,
    shown: int,
) -> None:
    chance(session, by_chance)
    meant(session, there)
    indexed()
    page = client.get(TYPED).text
    typed, near = parts(page)
    assert (len(typed), len(near)) == (by_chance, shown)
    assert ("Xem cả 30 nhan đề với “lịch sử việt nam”" in page) == (0 < shown < there)


@pytest.mark.parametrize(
    "address",
    [
        TYPED + "&exact=1",
        TYPED + "&sort=title",
        TYPED + "&page=2",
        TYPED + "&per_page=2",
        TYPED + "&per_page=1",
        "/tim?q=lich+su+viet+nam",
        "/tim?q=lịch+sử+việt+nam",
        "/tim?q=lịch+sử+viejt+nam",
        "/tim?q=quyển+11",
        "/tim",
    ],
)
def test_nothing_is_near_elsewhere(
    client: PageClient, session: Session, indexed: Indexed, address: str
) -> None:
    chance(session, 2)
    meant(session, 3)
    indexed()
    assert 'id="near"' not in client.get(address).text


def test_a_shorter_page_is_filled_up_to_its_own_length(
    client: PageClient, session: Session, indexed: Indexed
) -> None:
    chance(session, 2)
    meant(session, 9)
    indexed()
    typed, near = parts(client.get(TYPED + "&per_page=5").text)
    assert (len(typed), len(near)) == (2, 3)


def test_a_work_stands_once_whatever_edition_answers(
    client: PageClient, session: Session, indexed: Indexed
) -> None:
    (both,) = chance(session, 1)
    work = session.query(Work).filter_by(title=both).one()
    for _ in range(2):
        make.record(session, "Lịch sử Việt Nam xưa", work=work, loan_count=90)
    wanted = meant(session, 2)
    indexed()
    assert parts(client.get(TYPED).text) == ([both], wanted)


def test_limits_hold_for_what_is_near(
    client: PageClient, session: Session, indexed: Indexed
) -> None:
    chance(session, 1)
    meant(session, 2)
    make.record(session, "History: Lịch sử Việt Nam", language="eng")
    indexed()
    _typed, near = parts(client.get(TYPED + "&language=eng").text)
    assert near == ["History: Lịch sử Việt Nam"]


def test_a_work_opened_from_there_is_one_of_what_was_meant(
    client: PageClient, session: Session, indexed: Indexed
) -> None:
    chance(session, 2)
    wanted = meant(session, 3)
    indexed()
    near = client.get(TYPED).text.partition('id="near"')[2]
    found = re.search(r'class="result-title"[^>]*><a href="([^"]+)"', near)
    assert found is not None
    link = unescape(found[1])
    asked = parse_qs(urlsplit(link).query)
    assert asked == {"trong": ["q=l%E1%BB%8Bch+s%E1%BB%AD+vi%E1%BB%87t+nam"],
                     "vi_tri": ["0"], "tong": ["3"]}  # fmt: skip
    assert wanted[0] in client.get(link).text
    step = client.get("/tim/buoc", query_string={"trong": asked["trong"][0], "vi_tri": "1"})
    assert wanted[1] in client.get(step.headers["Location"]).text


def test_english_reads_as_english(client: PageClient, session: Session, indexed: Indexed) -> None:
    chance(session, 1)
    meant(session, 30)
    indexed()
    client.set_cookie("lang", "en")
    page = client.get(TYPED).text
    assert "Close to what was typed: “lịch sử việt nam”" in page
    assert "Not word for word what was typed" in page
    assert "See all 30 titles for “lịch sử việt nam”" in page


@pytest.mark.parametrize("there", [1, 9])
def test_what_is_near_costs_no_query(
    app: Flask, client: PageClient, session: Session, indexed: Indexed, there: int
) -> None:
    """In another order the same is offered, and nothing of it shown."""
    chance(session, 1)
    meant(session, there)
    indexed()
    client.get(TYPED)
    sent = {}
    for address in (TYPED + "&sort=title", TYPED):
        with queries(app) as statements:
            page = client.get(address).text
        assert "Có phải bạn tìm:" in page
        sent[len(parts(page)[1])] = len(statements)
    assert sent.keys() == {0, there}
    assert sent[there] == sent[0]
