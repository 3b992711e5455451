"""Broken ISO 2709: a bad record is named with its bytes, and never takes another with it."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.reading import BadRecord, Reason
from portal.catalogue.reading.mapping import Mapping
from portal.catalogue.reading.marc import read_marc
from portal.catalogue.reading.splitting import split
from tests.catalogue.reading.files import book, both, drafts, marc

TITLES = ["Dế Mèn phiêu lưu ký", "Số đỏ", "Chí Phèo", "Tắt đèn", "Vang bóng một thời"]
RECORDS = [book(f"so-{place}", title) for place, title in enumerate(TITLES)]


def _titles_of(content: bytes) -> list[str]:
    found = read_marc(io.BytesIO(content), "tep.mrc", "auto", Mapping())
    return [one.title for one in found if not isinstance(one, BadRecord)]


def test_sound_records_come_in_order_with_their_bytes(tmp_path: Path) -> None:
    found = drafts(tmp_path, b"".join(RECORDS))
    assert [draft.title for draft in found] == TITLES
    assert [draft.raw for draft in found] == RECORDS


def test_line_ends_between_records_do_not_matter(tmp_path: Path) -> None:
    assert len(drafts(tmp_path, b"\r\n".join(RECORDS) + b"\r\n\x1a")) == len(RECORDS)


def test_truncated_record_is_reported_with_its_place_and_bytes(tmp_path: Path) -> None:
    cut = RECORDS[1][:60]
    good, bad = both(tmp_path, RECORDS[0] + cut + RECORDS[2])
    assert [draft.title for draft in good] == [TITLES[0], TITLES[2]]
    (broken,) = bad
    assert broken.reason is Reason.truncated
    assert broken.raw == cut
    assert (broken.place.number, broken.place.offset) == (2, len(RECORDS[0]))


def test_truncated_at_the_end_of_the_file(tmp_path: Path) -> None:
    good, bad = both(tmp_path, RECORDS[0] + RECORDS[1][:-20])
    assert [draft.title for draft in good] == TITLES[:1]
    assert len(bad) == 1


@pytest.mark.parametrize("length", [b"00000", b"99999", b"00050", b"abcde"])
def test_lying_length_costs_nothing_where_the_directory_is_true(
    tmp_path: Path, length: bytes
) -> None:
    lying = length + RECORDS[1][5:]
    assert len(drafts(tmp_path, RECORDS[0] + lying + RECORDS[2])) == 3


def test_directory_counted_in_characters_is_read_by_terminators(tmp_path: Path) -> None:
    sound = marc(("001", "1"), ("245", "10$aTruyện Kiều"), ("260", "  $aHà Nội"))
    lying = sound.replace(b"2450020", b"2450016").replace(b"2600014", b"2600012")
    assert lying != sound
    (draft,) = drafts(tmp_path, lying)
    assert (draft.title, draft.place) == ("Truyện Kiều", "Hà Nội")


def test_terminator_inside_a_field_does_not_cut_the_record(tmp_path: Path) -> None:
    odd = book("1", "Hai\x1dphần")
    found = drafts(tmp_path, RECORDS[0] + odd + RECORDS[2])
    assert [draft.title for draft in found] == [TITLES[0], "Hai phần", TITLES[2]]


def test_lost_terminator_does_not_join_two_records(tmp_path: Path) -> None:
    found = drafts(tmp_path, RECORDS[0][:-1] + b"x" + RECORDS[1])
    assert [draft.title for draft in found] == TITLES[:2]


def test_record_without_a_title_is_refused_and_named(tmp_path: Path) -> None:
    good, bad = both(tmp_path, RECORDS[0] + marc(("001", "x"), ("260", "  $aHà Nội")))
    assert len(good) == 1
    assert bad[0].reason is Reason.no_title
    assert bad[0].place.number == 2


def test_record_larger_than_its_length_field_can_say(tmp_path: Path) -> None:
    copies = [("952", f"  $p{number:012d}$oKH {number} {'x' * 300}") for number in range(400)]
    big = book("1", "Tạp chí", *copies)
    assert len(big) > 99_999
    (draft, after) = drafts(tmp_path, big + RECORDS[1])
    assert len(draft.copies) == 400
    assert after.title == TITLES[1]


def test_memory_does_not_hold_what_is_no_record() -> None:
    class Endless(io.RawIOBase):
        """A hundred megabytes without one terminator."""

        left = 100 * 1024 * 1024

        def read(self, size: int = -1) -> bytes:
            size = min(size, self.left)
            self.left -= size
            return b"y" * size

    pieces = list(split(Endless()))  # type: ignore[arg-type]
    assert max(len(piece.raw) for piece in pieces) < 20 * 1024 * 1024
    assert not any(piece.whole for piece in pieces)


@given(st.binary(max_size=3000))
def test_any_bytes_are_read_without_an_error(content: bytes) -> None:
    list(read_marc(io.BytesIO(content), "tep.mrc", "auto", Mapping()))


@given(st.binary(max_size=400), st.sampled_from(["marc-8", "tcvn3", "vni", "utf-8"]))
def test_any_bytes_in_a_sound_record(content: bytes, encoding: str) -> None:
    clean = content.translate(None, b"\x1d\x1e\x1f")
    raw = book("1", "A").replace(b"\x1faA", b"\x1faA" + clean)
    list(read_marc(io.BytesIO(raw), "tep.mrc", encoding, Mapping()))


@given(st.data())
def test_corrupting_one_record_never_loses_another(data: st.DataObject) -> None:
    victim = data.draw(st.integers(0, len(RECORDS) - 1))
    raw = bytearray(RECORDS[victim])
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw)))
    mangled = [*RECORDS[:victim], bytes(raw[:cut]), *RECORDS[victim + 1 :]]
    titles = _titles_of(b"".join(mangled))
    others = [title for place, title in enumerate(TITLES) if place != victim]
    assert [title for title in titles if title in others] == others


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Z"]), min_size=1),
        min_size=1,
        max_size=5,
    )
)
def test_what_pymarc_writes_is_read_back(titles: list[str]) -> None:
    content = b"".join(book(str(place), f"T{title}t") for place, title in enumerate(titles))
    assert len(_titles_of(content)) == len(titles)
