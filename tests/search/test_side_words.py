"""Words that stand together somewhere vouch for a reading, and their absence for a slip."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.search.relax import FEW, NOT_MANY, suggest
from portal.search.rescue import answered
from portal.search.state import SearchState
from portal.search.typed import read
from portal.search.written import strangers
from portal.vietnamese.text import words
from tests import make
from tests.search.finding import Reader

LINES = [words("Đất rừng phương Nam"), words("Đoàn Giỏi"), words("Miền Nam đất nước")]


@pytest.mark.parametrize(
    ("typed", "lonely"),
    [
        ("đất rừng phương nam", []),
        ("dat rung", []),
        ("doan gioi dat rung", []),  # author and title: each word has one neighbour
        ("đất rưng phương nam", ["đất", "rưng"]),
        ("đất nam", ["đất", "nam"]),  # both are there, never side by side
        ("rừng đất", ["rừng", "đất"]),
        ("giỏi", []),
        ("gioĩ", ["gioĩ"]),
        ("", []),
    ],
)
def test_a_word_is_at_home_beside_a_neighbour_it_was_typed_with(
    typed: str, lonely: list[str]
) -> None:
    query = read(typed)
    assert [query.words[place].text for place in sorted(strangers(query, LINES))] == lonely


def offered(reader: Reader, q: str) -> str | None:
    total = reader.searcher.count(SearchState(q=q))
    assert total
    found = suggest(reader.searcher, SearchState(q=q), total)
    return found.text if found else None


@pytest.mark.parametrize("chance", [1, FEW + 1, NOT_MANY])
def test_words_met_by_chance_lead_on_to_where_they_stand_together(
    session: Session, tmp_path: Path, chance: int
) -> None:
    make.record(session, "Lịch sử Việt Nam")
    for number in range(chance):
        make.record(session, f"Lịch sử {number}", notes="Nam thanh niên viết về lớp học.")
    reader = Reader(session, tmp_path)
    assert offered(reader, "lịch sử viết nam") == "lịch sử việt nam"
    assert offered(reader, "lich su viet nam") is None
    titles = reader.titles("lịch sử viết nam")
    assert len(titles) == chance
    assert "Lịch sử Việt Nam" not in titles


def test_too_many_works_are_not_looked_at(session: Session, tmp_path: Path) -> None:
    make.record(session, "Lịch sử Việt Nam")
    for number in range(NOT_MANY + 1):
        make.record(session, f"Lịch sử {number}", notes="Nam thanh niên viết về lớp học.")
    assert offered(Reader(session, tmp_path), "lịch sử viết nam") is None


def test_a_rare_title_is_not_corrected_to_a_frequent_one(session: Session, tmp_path: Path) -> None:
    """A sổ đỏ is a paper for a piece of land: no slip for the novel where a book is about it."""
    for _ in range(9):
        make.record(session, "Số đỏ", authors=["Vũ Trọng Phụng"])
    make.record(session, "Luật Đất đai", notes="Cấp sổ đỏ cho thửa đất.")
    reader = Reader(session, tmp_path / "by-note")
    assert offered(reader, "sổ đỏ") == "số đỏ"
    make.record(session, "Hỏi đáp về sổ đỏ")
    reader = Reader(session, tmp_path / "by-title")
    assert offered(reader, "sổ đỏ") is None


def meant(reader: Reader, q: str) -> str:
    answer = answered(reader.searcher, SearchState(q=q), ())
    assert answer.found.total
    assert answer.rescue
    return answer.state.q


def test_of_two_readings_the_one_that_stands_together(session: Session, tmp_path: Path) -> None:
    make.record(session, "Bà Triệu")
    for number in range(5):
        make.record(session, f"Ba ngày {number}", notes="Dưới triều Lê.")
    assert meant(Reader(session, tmp_path), "bà triều") == "bà triệu"


def test_a_mark_nobody_typed_loses_no_book(session: Session, tmp_path: Path) -> None:
    """The book most borrowed is misspelt; the others are found all the same."""
    make.record(session, "Quảng gánh lo đi", loan_count=500)
    for _ in range(5):
        make.record(session, "Quẳng gánh lo đi")
    reader = Reader(session, tmp_path)
    answer = answered(reader.searcher, SearchState(q="quangganh lo di"), ())
    assert (answer.state.q, answer.found.total) == ("quang ganh lo di", 6)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("lich us viet nam", "lịch sử việt nam"),  # us is Telex for ú
        ("hat giong tam hon5", "hạt giống tâm hồn 5"),  # hon5 is VNI for họn, which is nowhere
        ("hat giong ta6m ho6n2", "hạt giống tâm hồn"),
    ],
)
def test_one_word_that_could_be_keys_may_be_a_slip_as_well(
    session: Session, tmp_path: Path, typed: str, read_as: str
) -> None:
    make.record(session, "Lịch sử Việt Nam")
    make.record(session, "Mèo ú")
    make.record(session, "Hạt giống tâm hồn")
    make.record(session, "Hạt giống tâm hồn 5")
    assert meant(Reader(session, tmp_path), typed) == read_as
