"""One row of a class list: its pupil, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from portal.cards.class_file import values
from portal.cards.class_file.columns import REQUIRED, Column, Header
from portal.cards.class_file.days import birthday
from portal.cards.class_file.problems import BadCell, Problem, Why
from portal.catalogue.reading.csv_rows import Row
from portal.catalogue.reading.legacy_text import mended
from portal.vietnamese import normalise

SHOWN: Final = 60
"""Letters of a cell that a problem repeats."""

_LENGTHS: Final = {
    Column.full_name: 200,
    Column.class_name: 50,
    Column.address: 300,
    Column.email: 254,
    Column.guardian_name: 200,
}
_LONGEST_OTHERWISE: Final = 100
_LOST: Final = "�"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassRow:
    """A pupil; whatever the list does not say is empty.

    row: as the spreadsheet counts. gender: "female", "male", "unsaid". guardian_relation:
    "mother", "father", "grandparent", "other". Numbers: 12 digits. Phones: 0… or +….
    """

    row: int
    full_name: str
    birthday: date
    gender: str = "unsaid"
    class_name: str = ""
    number: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    guardian_name: str = ""
    guardian_relation: str = ""
    guardian_number: str = ""
    guardian_phone: str = ""


def pupil_of(row: Row, header: Header, today: date) -> ClassRow | list[Problem] | None:
    """The pupil of a row, or everything wrong with it; None when it holds nothing we ask for."""
    if row.trouble:
        return [Problem(row.number, None, Why.row_broken)]
    texts = {column: cleaned(header.cell(row.cells, column)) for column in header.places}
    if not any(texts.values()):
        return None
    if row.doubtful:
        name = texts.get(Column.full_name, "")[:SHOWN]
        return [Problem(row.number, Column.full_name, Why.letters_lost, name)]
    readers = _readers(today)
    found: dict[str, Any] = {}
    problems = []
    for column in Column:
        try:
            if (value := _read(column, texts.get(column, ""), readers)) is not None:
                found[column.name] = value
        except BadCell as bad:
            text = texts.get(column, "")[:SHOWN]
            problems.append(Problem(row.number, column, bad.why, text))
    return problems or ClassRow(row=row.number, **found)


def cleaned(text: str) -> str:
    """Text as it was meant: an old Vietnamese font mended, blanks single, marks composed."""
    return normalise(text if text.isascii() else mended(text)[0])


def _read(column: Column, text: str, readers: dict[Column, Callable[[str], Any]]) -> Any:
    """The value of a cell, None when it is empty and may be."""
    if not text:
        if column in REQUIRED:
            raise BadCell(Why.missing)
        return None
    if _LOST in text:
        raise BadCell(Why.letters_lost)
    if len(text) > _LENGTHS.get(column, _LONGEST_OTHERWISE):
        raise BadCell(Why.too_long)
    return readers.get(column, str)(text)


def _readers(today: date) -> dict[Column, Callable[[str], Any]]:
    return {
        Column.full_name: values.name,
        Column.birthday: partial(birthday, today=today),
        Column.gender: values.gender,
        Column.number: values.personal_number,
        Column.phone: values.phone,
        Column.email: values.email,
        Column.guardian_name: values.name,
        Column.guardian_relation: values.relation,
        Column.guardian_number: values.personal_number,
        Column.guardian_phone: values.phone,
    }
