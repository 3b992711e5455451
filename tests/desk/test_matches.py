"""Two descriptions side by side, and what becomes of the answer."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.models import Copy, Doubt, Record, SourceRecord
from portal.db import db
from portal.desk.views import matches as pages
from portal.roles import Role
from tests import make
from tests.catalogue.union.imports import ISBN, barcodes_of, bring, dese
from tests.databases import counted_queries
from tests.desk.conftest import Doubtful, SignIn

LIST = "/quay/trung-lap"


def row_of(html: str, field: str) -> str:
    """The row of the comparison that is about a field, without its tags."""
    rows = [row for row in re.findall(r"<tr>(.*?)</tr>", html, re.S) if f">{field}</th>" in row]
    assert len(rows) == 1
    return " ".join(re.sub(r"<(?!/?mark)[^>]*>", " ", rows[0]).split())


@pytest.mark.both_databases
def test_what_differs_is_marked_in_words(sign_in: SignIn, doubtful: Doubtful) -> None:
    page = sign_in("Lan", at=doubtful.tay_ho).get(LIST).text
    assert row_of(page, "Năm xuất bản") == ("Năm xuất bản <mark>2021</mark> <mark>2019</mark> Khác")
    assert re.search(r"Giống nhau:.*>Tác giả</span> Tô Hoài<", page)
    assert "Năm xuất bản khác nhau." in page
    assert f"Hai mô tả có chung ISBN {ISBN}." in page
    assert row_of(page, "Bản ở đâu") == "Bản ở đâu Tây Hồ (2) Ba Đình (1)"


@pytest.mark.both_databases
def test_one_book_becomes_one_record(sign_in: SignIn, session: Session, doubtful: Doubtful) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    sent = lan.send(f"{LIST}/{doubtful.doubt}", LIST, answer="same")
    assert (sent.status_code, sent.location) == (303, LIST)
    assert "Đã gộp làm một." in lan.get(LIST).text
    session.expire_all()
    assert session.get(Record, doubtful.gone) is None
    assert barcodes_of(session, doubtful.keep) == ["A1", "B1", "B2"]
    settled = session.get_one(Doubt, doubtful.doubt)
    assert (settled.resolution, settled.resolved_by) == ("same", "Lan")


@pytest.mark.both_databases
def test_two_books_stay_two(sign_in: SignIn, session: Session, doubtful: Doubtful) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    lan.send(f"{LIST}/{doubtful.doubt}", LIST, answer="different")
    session.expire_all()
    assert barcodes_of(session, doubtful.gone) == ["B1", "B2"]
    assert session.get_one(Doubt, doubtful.doubt).resolution == "different"
    assert "Không còn câu hỏi nào" in lan.get(LIST).text


def test_later_goes_past_the_question_and_leaves_it_open(
    sign_in: SignIn, session: Session, doubtful: Doubtful
) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    sent = lan.send(f"{LIST}/{doubtful.doubt}", LIST, answer="later")
    assert sent.location == f"{LIST}?sau={doubtful.doubt}"
    page = lan.get(sent.location).text
    assert "Hết những câu phía sau" in page
    assert "Còn 1 câu bạn đã để lại." in page
    assert session.get_one(Doubt, doubtful.doubt).resolved_at is None


def test_the_list_goes_on_where_it_was(
    sign_in: SignIn, session: Session, doubtful: Doubtful, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(pages, "PER_PAGE", 1)
    ask_more(session, tmp_path, doubtful, 2)
    lan = sign_in("Hà", Role.CITY_STAFF)
    first, second, third = session.scalars(select(Doubt.id).order_by(Doubt.id)).all()
    assert f'href="{LIST}?sau={first}"' in lan.get(LIST).text
    sent = lan.send(f"{LIST}/{second}?sau={first}", LIST, answer="different")
    assert sent.location == f"{LIST}?sau={first}"
    assert f'action="{LIST}/{third}?sau={first}"' in lan.get(sent.location).text


def test_an_odd_start_is_no_crash(sign_in: SignIn, doubtful: Doubtful) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    for after in ("-1", "x", "9" * 30, "9999999999", "²", ""):
        assert lan.get(LIST, query_string={"sau": after}).status_code == 200


def test_an_answer_that_is_none_is_refused(sign_in: SignIn, doubtful: Doubtful) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    assert lan.send(f"{LIST}/{doubtful.doubt}", LIST, answer="maybe").status_code == 400


def test_the_second_to_answer_is_told_who_was_first(
    sign_in: SignIn, session: Session, doubtful: Doubtful
) -> None:
    lan, ha = sign_in("Lan", at=doubtful.tay_ho), sign_in("Hà", Role.CITY_STAFF)
    path = f"{LIST}/{doubtful.doubt}"
    lan.send(path, LIST, answer="different")
    ha.send(path, "/quay", answer="same")
    page = ha.get(LIST).text
    assert "Câu hỏi này đã có người trả lời." in page
    assert "Lan đã trả lời «Là hai»" in page
    session.expire_all()
    assert session.get(Record, doubtful.gone) is not None


def test_a_question_that_went_away_is_explained(sign_in: SignIn, doubtful: Doubtful) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    lan.send(f"{LIST}/987654", LIST, answer="same")
    assert "Việc này không còn." in lan.get(LIST).text


def test_a_source_that_cannot_be_read_again_is_shown_as_the_union_has_it(
    sign_in: SignIn, session: Session, doubtful: Doubtful
) -> None:
    session.execute(sa.update(SourceRecord).values(raw=b"nothing"))
    page = sign_in("Lan", at=doubtful.tay_ho).get(LIST).text
    assert "<mark>2021</mark>" in row_of(page, "Năm xuất bản")


def test_the_number_of_queries_does_not_grow_with_the_questions(
    app: Flask, sign_in: SignIn, session: Session, doubtful: Doubtful, tmp_path: Path
) -> None:
    ha = sign_in("Hà", Role.CITY_STAFF)
    with app.app_context():
        engine = db.engine

    def queries() -> int:
        ha.get(LIST)
        with counted_queries(engine) as sent:
            ha.get(LIST)
        return len(sent)

    few = queries()
    ask_more(session, tmp_path, doubtful, 4)
    assert session.scalar(select(func.count()).select_from(Doubt)) == 5
    assert queries() == few
    assert session.scalar(select(func.count()).select_from(Copy)) == 3


def ask_more(session: Session, folder: Path, doubtful: Doubtful, count: int) -> None:
    """Questions of other libraries about the same book."""
    for number in range(count):
        bring(
            session, folder, make.library(session),
            dese("9", isbn=ISBN, year=str(1990 + number), publisher=f"Nhà {number}"),
        )  # fmt: skip
    # Each may be any of those before it; the tests want one question a library.
    session.execute(sa.delete(Doubt).where(Doubt.other_record_id != doubtful.keep))
    session.commit()
