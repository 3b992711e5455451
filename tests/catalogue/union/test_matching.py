"""Joined only in full agreement; a maybe is a question, never a merge."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.kinds import Material
from portal.catalogue.models import Doubt
from portal.catalogue.reading.draft import Draft, DraftAgent
from portal.catalogue.union.facts import Facts, facts_of_draft
from portal.catalogue.union.keys import match_key, volume_key, work_key
from portal.catalogue.union.matching import decide
from portal.catalogue.union.orders import shelf_order
from tests import make
from tests.catalogue.union.imports import ISBN, OTHER_ISBN, bring, dese, figures, titles

BOOK = Draft(
    "1", "Dế Mèn phiêu lưu ký", b"", "marc", agents=(DraftAgent("Tô Hoài"),), year=2019,
    publisher="Kim Đồng", language="vie", isbns=(ISBN,), extent="144 tr.",
)  # fmt: skip
FACTS = facts_of_draft(BOOK)


def _other(**changes: object) -> Facts:
    return facts_of_draft(replace(BOOK, **changes))  # type: ignore[arg-type]


def _with_isbn(other: Facts) -> tuple[bool, list[tuple[str, ...]]]:
    decision = decide(FACTS, [("it", other)], [])
    return decision.join == "it", [question.against for question in decision.questions]


def _with_key(one: Facts, other: Facts) -> tuple[bool, list[tuple[str, ...]]]:
    decision = decide(one, [], [("it", other)])
    return decision.join == "it", [question.against for question in decision.questions]


@pytest.mark.parametrize(
    ("changes", "joined", "against"),
    [
        ({}, True, []),
        ({"title": "Dế mèn phiêu lưu kí"}, True, []),
        ({"year": None}, True, []),
        ({"language": None}, True, []),
        ({"language": "eng", "language_guessed": True}, True, []),
        ({"publisher": "Văn học"}, True, []),
        ({"year": 2020}, False, [("year",)]),
        ({"title": "Số đỏ"}, False, [("title",)]),
        ({"volume": "Tập 2"}, False, [("volume",)]),
        ({"language": "eng"}, False, [("language",)]),
        ({"material": Material.sound}, False, [("material",)]),
    ],
)
def test_same_isbn(
    changes: dict[str, object], joined: bool, against: list[tuple[str, ...]]
) -> None:
    assert _with_isbn(_other(**changes)) == (joined, against)


def test_volumes_of_a_set_share_an_isbn_and_are_no_question() -> None:
    one, other = _other(volume="Tập 1"), _other(volume="Tập 2")
    assert decide(one, [("it", other)], []).questions == ()


@pytest.mark.parametrize(
    ("changes", "joined", "against"),
    [
        ({"isbns": ()}, True, []),
        ({"isbns": (OTHER_ISBN,)}, False, [("isbn",)]),
        ({"edition_number": 3}, True, []),
        ({"material": Material.sound}, False, []),
        ({"extent": "148 tr."}, True, []),
        ({"extent": "320 tr."}, False, [("extent",)]),
        ({"extent": "1 đĩa CD"}, False, [("extent",)]),
        ({"part_title": "Bản đặc biệt"}, True, []),
    ],
)
def test_same_key(changes: dict[str, object], joined: bool, against: list[tuple[str, ...]]) -> None:
    assert _with_key(FACTS, _other(**changes)) == (joined, against)


def test_two_titles_of_one_volume_are_a_question() -> None:
    one, other = _other(part_title="Bản thường"), _other(part_title="Bản đặc biệt")
    assert _with_key(one, other) == (False, [("part",)])


def test_two_printings_are_two() -> None:
    assert _with_key(_other(edition_number=2), _other(edition_number=3)) == (False, [])


def test_a_bare_title_tells_too_little() -> None:
    bare = facts_of_draft(replace(BOOK, agents=(), year=None, publisher=None, isbns=()))
    assert _with_key(bare, bare) == (False, [("little",)])


def test_two_that_fit_are_a_question() -> None:
    decision = decide(FACTS, [("one", FACTS), ("two", FACTS)], [])
    assert decision.join is None
    assert [question.candidate for question in decision.questions] == ["one", "two"]


@given(st.lists(st.sampled_from(["year", "isbn", "volume", "same", "title"]), max_size=8))
def test_at_most_one_joins_and_questions_are_few(kinds: list[str]) -> None:
    changed = {
        "year": _other(year=1999), "isbn": _other(isbns=(OTHER_ISBN,)),
        "volume": _other(volume="Tập 3"), "same": FACTS, "title": _other(title="Khác"),
    }  # fmt: skip
    candidates = [(place, changed[kind]) for place, kind in enumerate(kinds)]
    decision = decide(FACTS, candidates, [])
    assert (decision.join is not None) == (kinds.count("same") == 1)
    assert len(decision.questions) <= 3


def test_keys_do_not_mind_spelling() -> None:
    one = replace(BOOK, title="Hoà bình ở lý tưởng", agents=(DraftAgent("Nguyễn, Minh Châu"),))
    other = replace(BOOK, title="HÒA BÌNH Ở LÍ TƯỞNG!", agents=(DraftAgent("Nguyễn Minh Châu"),))
    assert match_key(one) == match_key(other)
    assert match_key(one) != match_key(replace(one, title="Hoà binh ở lý tưởng"))


@pytest.mark.parametrize("text", ["Tập 2", "T. II", "tập hai", "2", "T.2"])
def test_volumes_by_number(text: str) -> None:
    assert volume_key(text) == "2"


def test_a_translation_shares_the_work_of_its_original() -> None:
    original = replace(BOOK, title="Treasure island", agents=(DraftAgent("R. L. Stevenson"),))
    translated = replace(original, title="Đảo giấu vàng", original_title="Treasure Island")
    assert work_key(original) == work_key(translated)


def test_without_an_author_a_title_is_no_work() -> None:
    one = replace(BOOK, title="Truyện cổ tích", agents=(), publisher="Trẻ")
    assert work_key(one) != work_key(replace(one, publisher="Kim Đồng"))


def test_call_numbers_in_shelf_order() -> None:
    shelf = ["895.92 A", "895.9223 B", "895.9223 Đ", "895.93 A", "9", "VV.9", "VV.10", "VV.100"]
    keys = [shelf_order(number) or "" for number in shelf]
    assert sorted(keys) == keys
    assert all((key.isalnum() and key.islower()) or key.isdigit() for key in keys)


@pytest.mark.both_databases
def test_a_question_is_kept_for_a_person(session: Session, tmp_path: Path) -> None:
    one, other = make.library(session), make.library(session)
    bring(session, tmp_path, one, dese("1", isbn=ISBN))
    record = dese("7", isbn=ISBN, year="2021")
    report, _ = bring(session, tmp_path, other, record)
    assert figures(report) == (1, 0, 0, 0)
    assert len(titles(session)) == 2
    assert session.scalars(select(Doubt.detail)).one() == "year"
    bring(session, tmp_path, other, dese("7", ("520", "  $aX"), isbn=ISBN, year="2021"))
    assert session.scalars(select(Doubt.detail)).all() == ["year"]


@pytest.mark.both_databases
def test_matches_within_one_batch(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    report, _ = bring(session, tmp_path, home, dese("1"), dese("2"), dese("3", isbn=ISBN))
    assert figures(report) == (1, 2, 0, 0)


@pytest.mark.both_databases
def test_a_placeholder_isbn_joins_nothing(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    records = [dese(str(n), isbn=ISBN, year=str(1950 + n)) for n in range(60)]
    bring(session, tmp_path, home, *records)
    assert len(titles(session)) == 60
    asked = len(session.scalars(select(Doubt)).all())
    bring(session, tmp_path, home, *records, dese("99", isbn=ISBN, year="2024"))
    assert len(session.scalars(select(Doubt)).all()) == asked
