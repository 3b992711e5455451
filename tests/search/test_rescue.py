"""What fingers typed is read as it was meant, said so, and never taken for what was found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.search.rescue import Answer, answered
from portal.search.service import Searcher
from portal.search.state import SearchState
from portal.vietnamese.legacy_tables import TCVN3
from portal.vietnamese.syllables import fold
from tests.search.finding import Reader
from tests.search.shelf import BOOKS, shelved


@pytest.fixture
def reader(session: Session, tmp_path: Path) -> Reader:
    return shelved(session, tmp_path / "index")


def asked(reader: Reader, q: str, **state: object) -> Answer:
    return answered(reader.searcher, SearchState(q=q, **state), ())  # type: ignore[arg-type]


def first(reader: Reader, answer: Answer) -> str:
    return reader.title_of(answer.found.items[0].record_id) if answer.found.items else ""


def tcvn3(text: str) -> str:
    """The text as a paste from an old document has it."""
    back = {char: code for code, char in TCVN3.items()}
    return "".join(back.get(char, char) for char in text)


MEANT = [
    # Telex, the tone behind its vowel or behind the word; VNI; with English beside
    ("dees mefn phieeu luwu kys", "dế mèn phiêu lưu ký"),
    ("nguyeenx nhaatj asnh", "nguyễn nhật ánh"),
    ("dduwowngf xuwa maay trawngs", "đường xưa mây trắng"),
    ("dwowngf", "đường"),
    ("nguye6n4 nha65t a1nh", "nguyễn nhật ánh"),
    ("d9a61t ru7ng2 phu7o7ng nam", "đất rừng phương nam"),
    ("harry potter vaf honf ddas", "harry potter và hòn đá"),
    ("truyeen kieeuf", "truyện kiều"),
    ("mawt bieecs", "mắt biếc"),
    # other tones
    ("dể mèn phiêu lưu ký", "dế mèn phiêu lưu ký"),
    ("nguyển nhật anh", "nguyễn nhật ánh"),
    ("nguyễn nhất anh", "nguyễn nhật ánh"),
    ("tác giả:nguyễn nhất anh", "tác giả:nguyễn nhật ánh"),
    ("nhửng người khổn khổ", "những người khốn khổ"),
    # slips: lost, doubled, swapped, wrong; several
    ("de men phieu lu ky", "dế mèn phiêu lưu ký"),
    ("truyen kieuu", "truyện kiều"),
    ("truyen kiue", "truyện kiều"),
    ("“truyen kiue”", "“truyện kiều”"),
    ("hary poter", "harry potter"),
    ("tô haoi", "tô hoài"),
    ("nguyen nhat anj", "nguyễn nhật ánh"),
    ("kinh van hao", "kính vạn hoa"),
    ("nhung nguoi khom kho", "những người khốn khổ"),
    ("li luan van hcc", "lí luận văn học"),
    # run together, parted
    ("demen phieu luu ky", "dế mèn phiêu lưu ký"),
    ("demen phieuluu ky", "dế mèn phiêu lưu ký"),
    ("dếmèn", "dế mèn"),
    ("nguye n nhat anh", "nguyễn nhật ánh"),
    ("nhungnguoi khonkho", "những người khốn khổ"),
]


@pytest.mark.parametrize(("typed", "meant"), MEANT)
def test_what_was_typed_is_read_as_it_was_meant(reader: Reader, typed: str, meant: str) -> None:
    answer = asked(reader, typed)
    assert answer.rescue is not None
    assert (answer.state.q, answer.rescue.left_out) == (meant, ())
    assert answer.found.total == answer.rescue.total > 0


LEFT_OUT = [
    ("dế mèn qwxzt", "dế mèn", ("qwxzt",)),
    ("dế mèn phiêu qwxzt lưu zzyx", "dế mèn phiêu lưu", ("qwxzt", "zzyx")),
    ("nguyễn du mắt biếc", "nguyễn mắt biếc", ("du",)),
    ("dat rung phuong nam nguyen", "đất rừng phương nam", ("nguyen",)),
]


@pytest.mark.parametrize(("typed", "meant", "left_out"), LEFT_OUT)
def test_most_of_the_words_are_better_than_none(
    reader: Reader, typed: str, meant: str, left_out: tuple[str, ...]
) -> None:
    answer = asked(reader, typed)
    assert answer.rescue is not None
    assert (answer.state.q, answer.rescue.left_out) == (meant, left_out)


@pytest.mark.parametrize(
    "q", ["qwxzt", "xa", "isbn:123", "dế qwxzt", "ghfj zxcv", "", "-qwxzt -dế", "xj"]
)
def test_nothing_is_made_up_for_what_means_nothing_here(reader: Reader, q: str) -> None:
    assert asked(reader, q).rescue is None


@pytest.mark.parametrize("title", [title for title, _ in BOOKS])
def test_a_title_that_is_there_is_never_read_otherwise(reader: Reader, title: str) -> None:
    for typed in (title, title.lower(), fold(title)):
        answer = asked(reader, typed)
        assert answer.rescue is None
        assert first(reader, answer) == title


def test_a_word_that_is_there_is_not_taken_for_keys(reader: Reader) -> None:
    """Has is há in Telex and boss is bó twice escaped; both stand in a record as typed."""
    for q in ("has", "the boss has"):
        answer = asked(reader, q)
        assert (answer.rescue, first(reader, answer)) == (None, "The Boss")


def test_exactly_what_was_typed_can_be_asked_for(reader: Reader) -> None:
    answer = asked(reader, "demen phieu luu", exact=True)
    assert (answer.rescue, answer.found.total) == (None, 0)


def test_words_that_are_right_are_left_alone_in_a_scope_that_is_wrong(reader: Reader) -> None:
    assert asked(reader, "dế mèn", year_from=2020).rescue is None


def test_the_scope_stays_when_the_words_change(reader: Reader) -> None:
    inside = asked(reader, "demen phieu", year_from=1941, year_to=1941, sort="title")
    assert inside.state == SearchState(q="dế mèn phiêu", year_from=1941, year_to=1941, sort="title")
    assert asked(reader, "demen phieu", year_from=2020).rescue is None


def test_a_paste_in_an_old_encoding_is_read(reader: Reader) -> None:
    answer = asked(reader, tcvn3("Những người khốn khổ"))
    assert first(reader, answer) == "Những người khốn khổ"
    assert answer.rescue is not None


def test_a_reading_asks_few_searches(reader: Reader) -> None:
    counting = Counting(reader.session, reader.searcher.snapshot, reader.searcher.network)
    for q in ("nguyễn du mắt biếc kính vạn hoa truyện", "abc def ghi jkl mno pqr stu vwx"):
        counting.asked.clear()
        answered(counting, SearchState(q=q), ())
        assert len(counting.asked) <= 20


class Counting(Searcher):
    """Notes what it is asked."""

    asked: list[SearchState] = []  # noqa: RUF012 -- one for the test

    def count(self, state: SearchState) -> int:
        self.asked.append(state)
        return super().count(state)


_pieces = 'dế men demen hary qwxzt OR -kiue tác giả: " ( ) xanhh nguyeenx a1nh | * năm:'.split()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(_pieces) | st.text(max_size=6), max_size=12).map(" ".join))
def test_any_text_is_answered_and_a_rescue_finds_what_it_says(reader: Reader, q: str) -> None:
    answer = asked(reader, q)
    if answer.rescue is None:
        assert answer.state.q == q
    else:
        assert answer.found.total == answer.rescue.total > 0
        assert reader.searcher.count(SearchState(q=q)) == 0
        assert reader.searcher.count(SearchState(q=answer.state.q)) == answer.rescue.total
