"""Names by the beginnings of their words: the register finds what a scan of all names would."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.analysis import begins_with, term_of
from portal.search.codec import arrays as array_files
from portal.search.codec.arrays import Numbers
from portal.search.register import CHUNK, Entry, Match, Register
from portal.search.register_arrays import register_arrays
from portal.vietnamese.syllables import bare_key, exact_key, has_marks
from portal.vietnamese.text import words

WORDS = (
    "nguyễn Nguyên nguyen nhật nhất Nhat ánh Anh an hoà hòa hoa lý lí Quỳnh quyên quít đường"
    " dương du résumé Łódź C++ 1.000 書 straße"
).split()
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
entries = st.lists(st.tuples(names, st.integers(0, 5), st.integers(0, 2)), max_size=12)
starts = st.one_of(
    st.builds(lambda word, end: word[:end].lower(), st.sampled_from(WORDS), st.integers(1, 7)),
    st.sampled_from(["q", "quy", "qui", "ly", "li", "nguyễ", "đư", "ho", "hò"]),
)


def register(found: Sequence[Entry]) -> Register:
    return Register(register_arrays(found))


def named(*texts: str) -> Register:
    """The first the most held."""
    return register([Entry(number, text, len(texts) - number) for number, text in enumerate(texts)])


def scan(found: Sequence[Entry], typed: Sequence[str], limit: int) -> list[int]:
    """What `matching` should answer, the plain way."""

    def same(word: str, asked: str) -> bool:
        if has_marks(asked):
            return exact_key(word) == exact_key(asked)
        return bare_key(word) == bare_key(asked)

    def fits(word: str, place: int) -> bool:
        if place < len(typed) - 1:
            return same(word, typed[place])
        return begins_with(term_of(word), typed[place])

    kept = []
    for entry in sorted(found, key=lambda one: (-one.held, -one.also, one.id)):
        own = words(entry.text)
        if all(any(fits(word, place) for word in own) for place in range(len(typed))):
            opening = range(min(len(typed), 3))
            opens = all(place < len(own) and fits(own[place], place) for place in opening)
            kept.append((not opens, entry.id))
    return [entry_id for _, entry_id in sorted(kept, key=lambda one: one[0])][:limit]


@given(entries, st.lists(starts, min_size=1, max_size=4).map(" ".join).map(words))
def test_it_finds_what_a_scan_finds(made: list[tuple[str, int, int]], typed: list[str]) -> None:
    found = [Entry(number, *one) for number, one in enumerate(made)]
    opened = register(found)
    for limit in (1, 3, 20):
        matches = opened.matching(typed, limit)
        assert [match.id for match in matches] == scan(found, typed, limit)
        assert [match.held for match in matches] == [found[match.id].held for match in matches]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("nguyen nhat an", [0]),
        ("nhat anh", [0]),
        ("ánh", [0]),
        ("nguyễn v", [3]),
        ("nguyên ng", [2]),
        ("nguyê", [0, 1, 2, 3]),
        ("nguyễ", [0, 1, 3]),
        ("anh nguyen", [0, 3]),
        ("duong", [4]),
        ("dương", []),
        ("khong co", []),
    ],
)
def test_marks_filter_and_bare_letters_do_not(typed: str, expected: list[int]) -> None:
    opened = named(
        "Nguyễn Nhật Ánh", "Nguyễn Nam", "Nguyên Ngọc", "Anh hùng Nguyễn Viết Xuân", "Đường thi"
    )
    assert sorted(match.id for match in opened.matching(words(typed), 9)) == expected


def test_what_begins_with_it_comes_first_then_the_most_held() -> None:
    opened = named("Người Hà Nội", "Chuyện cũ Hà Nội", "Hà Nội xưa", "Hà Nội và tôi", "Nội Hà")
    found = opened.matching(["ha", "no"], 9)
    assert [(match.id, match.opens) for match in found] == [
        (2, True), (3, True), (0, False), (1, False), (4, False),
    ]  # fmt: skip
    assert [match.id for match in opened.matching(["ha", "no"], 3)] == [2, 3, 0]


def test_what_is_kept_beside_the_words() -> None:
    opened = register([Entry(7, "Hà Nội", 2, 0, 3), Entry(8, "Hà Nam", 2**40, 0, 2**20)])
    assert opened.matching(["ha"], 9) == [
        Match(8, 2**32 - 1, 2**16 - 1, True), Match(7, 2, 3, True),
    ]  # fmt: skip
    assert opened.sets().tolist() == [True, True]


def test_only_those_that_may_be_answered() -> None:
    opened = named("Hà Nội", "Hà Giang", "Hà Nam")
    among = np.isin(opened.ids, [1, 2])
    assert [match.id for match in opened.matching(["ha"], 9, among)] == [1, 2]
    assert among.tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("word", "start", "expected"),
    [
        ("nguyễn", "ngu", True),
        ("nguyễn", "nguyên", True),
        ("nguyễn", "nguyến", False),
        ("nguyễn", "nguyẽ", False),
        ("đường", "dươ", False),
        ("đường", "đườ", True),
        ("hòa", "hoà", True),
        ("hoà", "hò", True),
        ("lí", "ly", True),
        ("lịch", "ly", False),
        ("quỳnh", "quyn", True),
        ("quỳnh", "qui", True),
        ("quyên", "qui", False),
        ("straße", "strass", True),
    ],
)
def test_a_word_begins_with_letters(word: str, start: str, expected: bool) -> None:
    assert begins_with(term_of(word), start) is expected


@pytest.mark.parametrize("typed", [[], ["x" * 500], ["\uffff"], ["a"] * 50])
def test_odd_words_find_nothing(typed: list[str]) -> None:
    assert named("Số đỏ").matching(typed, 9) == []
    assert register([]).matching(typed, 9) == []


def test_arrays_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "arrays"
    arrays: dict[str, Numbers] = {
        "bytes": np.arange(5, dtype=np.uint8),
        "none": np.empty(0, dtype=np.uint32),
        "numbers": np.array([7, 2**32 - 1], dtype=np.uint32),
    }
    for _ in range(2):  # the second time it takes the place of the first
        array_files.write(path, arrays)
        found = array_files.read(path)
        assert {name: array.tolist() for name, array in found.items()} == {
            name: array.tolist() for name, array in arrays.items()
        }
        assert not found["numbers"].flags.writeable
    assert [one.name for one in tmp_path.iterdir()] == ["arrays"]


def test_places_beyond_the_first_chunk_are_counted_on(tmp_path: Path) -> None:
    """Entries without words in common fill the chunk; the words asked for stand on both sides."""
    texts = ["Nhật ký", *["đá"] * (CHUNK - 2), "Nhật Bản", "Nhật thực", "Hoa nhật", "Nhất"]
    opened = named(*texts)
    array_files.write(tmp_path / "register", register_arrays(
        [Entry(number, text, len(texts) - number) for number, text in enumerate(texts)]
    ))  # fmt: skip
    mapped = Register(array_files.read(tmp_path / "register"))
    last = len(texts) - 1
    for found in (opened, mapped):
        assert [match.id for match in found.matching(["nhật"], 9)] == [
            0, last - 3, last - 2, last - 1
        ]  # fmt: skip
        assert [match.id for match in found.matching(["nhat"], 9)][-2:] == [last, last - 1]
        assert [match.id for match in found.matching(["da"], 2)] == [1, 2]
        assert len(found.matching(["đ"], len(texts))) == CHUNK - 2


def test_ids_the_database_counted_far_are_kept_whole() -> None:
    far = [Entry(2**31 + number, "Dế Mèn", 5 - number, volumes=number + 1) for number in range(3)]
    assert [(one.id, one.held, one.volumes) for one in register(far).matching(["dế"], 5)] == [
        (2**31, 5, 1), (2**31 + 1, 4, 2), (2**31 + 2, 3, 3)
    ]  # fmt: skip
