"""Figures of cards: beside the year before, on the page and as files that work nothing out."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
import time_machine
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from portal.cards import approving, issuing
from portal.cards.acting import Clerk
from portal.clock import HANOI
from portal.db import db
from portal.desk.card_figures import Counts, csv_file, harmless, lines, total, xlsx_file
from portal.libraries.models import Library
from portal.roles import Role
from tests import make
from tests.cards import people
from tests.databases import counted_queries
from tests.desk.conftest import SignIn, Two

pytestmark = pytest.mark.both_databases

FIGURES = "/quay/the/so-lieu"
OCTOBER = {"tu": "2026-10", "den": "2026-10"}


def at(year: int, month: int, day: int = 5) -> time_machine.travel:
    return time_machine.travel(datetime(year, month, day, 9, tzinfo=HANOI))


@pytest.fixture
def year(session: Session, two: Two) -> Clerk:
    """Tây Hồ gave one card in October 2025; in October 2026 a child's, and renewed the first."""
    ha = people.clerk(session, two.tay_ho)
    with at(2025, 10):
        row = people.active(session, ha, two.tay_ho)
    with at(2026, 10):
        small = people.registered(session, people.by_phone(people.child(two.tay_ho)))
        approving.approve(session, ha, small.id, seen=small.version)
        issuing.see_document(session, ha, small.id, seen=small.version)
        issuing.renew(session, ha, row.id, seen=row.version)
    return ha


def test_each_month_stands_beside_the_same_month_a_year_before(
    session: Session, two: Two, year: Clerk
) -> None:
    month = datetime(2026, 10, 1, tzinfo=HANOI).date()
    found = lines(session, month, month, two.tay_ho.id)
    assert [(one.child, one.now, one.before) for one in found] == [
        (False, Counts(renewed=1), Counts(new=1)),
        (True, Counts(new=1), Counts()),
    ]
    assert {one.month for one in found} == {month}
    assert total(found) == (Counts(new=1, renewed=1), Counts(new=1))
    assert total([]) == (Counts(), Counts())


def test_a_librarian_sees_their_librarys_figures_only(
    sign_in: SignIn, two: Two, year: Clerk
) -> None:
    with at(2026, 11):
        lan, mai = sign_in("Lan", at=two.tay_ho), sign_in("Mai", at=two.ba_dinh)
        page = lan.get(FIGURES).text
        assert "Tây Hồ, tháng 10/2026" in page
        assert "Người lớn" in page
        assert "Tây Hồ, tháng" not in mai.get(FIGURES).text
        for ending in ("", ".csv", ".xlsx"):
            path = f"{FIGURES}{ending}?thu-vien=KV-TH"
            assert lan.get(path).status_code == 200
            assert mai.get(path).status_code == 403


def test_the_city_sees_all_or_one(sign_in: SignIn, session: Session, two: Two, year: Clerk) -> None:
    with at(2026, 10, 20):
        there = people.clerk(session, two.ba_dinh)
        people.active(session, there, two.ba_dinh)
        city = sign_in("Hà", Role.CITY_STAFF)
        both = city.get(FIGURES, query_string=OCTOBER).text
        one = city.get(FIGURES, query_string={**OCTOBER, "thu-vien": "KV-BD"}).text
    assert "Tây Hồ, tháng 10/2026" in both
    assert "Ba Đình, tháng 10/2026" in both
    assert "Tây Hồ, tháng 10/2026" not in one
    assert "Ba Đình, tháng 10/2026" in one


@pytest.mark.parametrize("asked", ["tu=x&den=y", "tu=2026-13", "tu=1900-01&den=9999-12", "tu=%00"])
def test_months_that_are_none_are_passed_over(sign_in: SignIn, two: Two, asked: str) -> None:
    assert sign_in("Lan", at=two.tay_ho).get(f"{FIGURES}?{asked}").status_code == 200


def test_months_the_wrong_way_round_are_turned(sign_in: SignIn, two: Two, year: Clerk) -> None:
    with at(2026, 11):
        lan = sign_in("Lan", at=two.tay_ho)
        answer = lan.get(FIGURES + ".csv", query_string={"tu": "2026-11", "den": "2025-10"})
    assert "2025-12-2026-11" in answer.headers["Content-Disposition"], "twelve months at once"


def test_the_files_say_what_the_page_says(sign_in: SignIn, two: Two, year: Clerk) -> None:
    with at(2026, 11):
        lan = sign_in("Lan", at=two.tay_ho)
        text = lan.get(FIGURES + ".csv", query_string=OCTOBER).data
        book = lan.get(FIGURES + ".xlsx", query_string=OCTOBER).data
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Thư viện", "Tháng", "Bạn đọc", "Cấp mới"]
    assert rows[1:] == [
        ["Tây Hồ", "2026-10", "Người lớn", "0", "1", "1", "0", "0", "0"],
        ["Tây Hồ", "2026-10", "Trẻ em", "1", "0", "0", "0", "0", "0"],
    ]
    sheet = load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    assert [[str(cell) for cell in row] for row in sheet.values] == rows


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1+1",
        '=HYPERLINK("http://x")',
        "=cmd|' /C",
    ],
)
def test_no_text_becomes_a_formula(text: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_file([[text, 5]]).decode("utf-8-sig")))
    assert row == [f"'{text}", "5"]
    sheet = load_workbook(io.BytesIO(xlsx_file([["Tên"], [text]]))).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].hyperlink is None


def test_plain_texts_and_figures_stay_as_they_are() -> None:
    assert [harmless(cell) for cell in ("Tây Hồ", "2026-10", 0, -1, "")] == [
        "Tây Hồ", "2026-10", 0, -1, ""
    ]  # fmt: skip


def test_a_library_with_a_formula_for_a_name(sign_in: SignIn, session: Session, two: Two) -> None:
    odd: Library = make.library(session, "KV-XX", short_name="=1+1")
    with at(2026, 10):
        people.active(session, people.clerk(session, odd), odd)
        lan = sign_in("Lan", at=odd)
        assert "'=1+1,2026-10" in lan.get(FIGURES + ".csv", query_string=OCTOBER).text
        sheet = load_workbook(
            io.BytesIO(lan.get(FIGURES + ".xlsx", query_string=OCTOBER).data)
        ).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")


def test_more_cards_ask_no_more(
    app: Flask, sign_in: SignIn, session: Session, two: Two, year: Clerk
) -> None:
    with app.app_context():
        engine = db.engine
    with at(2026, 10, 20):
        lan = sign_in("Lan", at=two.tay_ho)

        def asked() -> int:
            with counted_queries(engine) as statements:
                lan.get(FIGURES)
            return len(statements)

        lan.get(FIGURES)
        before = asked()
        for _card in range(4):
            people.active(session, year, two.tay_ho)
        assert asked() == before
