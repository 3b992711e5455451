"""Whatever is sent as a class list gets an answer: pupils and problems, or a named refusal."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.cards.class_file import (
    ClassFile,
    ClassFileRefused,
    Why,
    read_class,
    read_typed,
    xlsx_template,
)
from portal.cards.class_file.texts import problem_text
from portal.catalogue.reading.csv_rows import MAX_CELL
from tests.cards.test_class_file import AN, HEADINGS, TODAY, as_csv, as_xlsx

CELLS = st.text(max_size=30) | st.sampled_from(
    "5/3/2016 99/99/9999 An Nữ 001216000001 0912345678 1e9 ²/³/2016 00000 5-3-٢٠١٦".split()
)
TABLES = st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=5)
SOUND = [as_csv(HEADINGS, AN), as_xlsx(HEADINGS, AN), xlsx_template()]


def answer(content: bytes) -> ClassFile | None:
    """Any file is read or refused by name; a row is told of once."""
    try:
        read = read_class(content, TODAY)
    except ClassFileRefused:
        return None
    assert not {one.row for one in read.pupils} & {one.row for one in read.problems}
    assert all(problem_text(one) for one in read.problems)
    return read


@given(st.binary(max_size=300))
@example("Họ tên,Ngày sinh\n".encode() + bytes(range(256)))
@settings(max_examples=300)
def test_any_bytes_get_an_answer(content: bytes) -> None:
    answer(content)
    answer("Họ tên,Ngày sinh,Giới tính\n".encode() + content)


@given(TABLES)
@settings(max_examples=300)
def test_any_table_gets_an_answer(rows: list[list[str]]) -> None:
    read = answer(as_csv(HEADINGS, *rows, encoding="utf-8"))
    assert read is not None
    told = {one.row for one in read.pupils} | {one.row for one in read.problems}
    assert len(told) <= len(rows)


@given(
    st.sampled_from(SOUND),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6),
)
@settings(max_examples=400)
def test_any_damage_gets_an_answer(sound: bytes, hits: list[tuple[float, int]]) -> None:
    content = bytearray(sound)
    for where, byte in hits:
        content[int(where * (len(content) - 1))] = byte
    answer(bytes(content))


def test_a_cell_without_end_costs_one_row() -> None:
    lines = ["An Bình,5/3/2016", f"{'x' * (MAX_CELL + 1)},6/4/2016", "Cao Dũng,7/5/2016"]
    read = read_typed("\n".join(lines), TODAY)
    assert [pupil.full_name for pupil in read.pupils] == ["An Bình", "Cao Dũng"]
    assert [(one.row, one.why) for one in read.problems] == [(2, Why.row_broken)]
