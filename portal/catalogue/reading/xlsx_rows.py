"""Rows of the first sheet of an Excel workbook, read as a stream.

Formulas are never evaluated: the value Excel last saved counts, text that starts like a formula
stays text. The zip is weighed before it is opened: a few kilobytes may declare gigabytes.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.catalogue.reading.csv_rows import Row
from portal.catalogue.reading.trouble import FileRefused, FileTrouble

MAX_UNPACKED = 1024 * 1024 * 1024
MAX_STRINGS = 160 * 1024 * 1024
"""The table of shared texts is the one part that must be held in memory whole."""
MAX_RATIO = 250
"""Honest sheets shrink 5 to 40 times, bombs a thousand."""
_WEIGHED_FROM = 8 * 1024 * 1024
_MAX_PARTS = 2_000
_MAX_COLUMNS = 200
_MAX_BLANK = 10_000
"""A sheet may declare a million rows and hold ten: so many blank ones in a row end it."""
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def read_rows(stream: BinaryIO, name: str) -> Iterator[Row]:
    """Rows with their numbers as Excel shows them, the header among them; blank ones left out."""
    _weigh(stream, name)
    try:
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from _rows(sheet.iter_rows(max_col=_MAX_COLUMNS, values_only=True))
    except FileRefused:
        raise
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        LookupError,
        ValueError,
        OSError,
        AttributeError,
        TypeError,
        SyntaxError,
        EOFError,
        NotImplementedError,
        zlib.error,
    ) as error:
        # openpyxl raises whatever the damage runs into; XML ParseError is a SyntaxError, and an
        # encoding that nobody knows a LookupError.
        raise FileRefused(name, FileTrouble.not_a_workbook, str(error)[:200]) from error


def _weigh(stream: BinaryIO, name: str) -> None:
    """Refuse a workbook whose parts would not fit, or that declares entities."""
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            _refuse_bomb(parts, name)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        if _DECLARATION.search(opened.read(4096)):
                            raise FileRefused(name, FileTrouble.bomb, part.filename)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        zlib.error,
    ) as error:
        raise FileRefused(name, FileTrouble.not_a_workbook, str(error)[:200]) from error
    finally:
        stream.seek(0)


def _refuse_bomb(parts: list[zipfile.ZipInfo], name: str) -> None:
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise FileRefused(name, FileTrouble.bomb, f"{sum(part.file_size for part in parts)}")
    for part in parts:
        too_dense = part.file_size > MAX_RATIO * max(part.compress_size, 1)
        if part.file_size > _WEIGHED_FROM and too_dense:
            raise FileRefused(name, FileTrouble.bomb, f"{part.filename}: {part.file_size}")
        if part.filename.endswith("sharedStrings.xml") and part.file_size > MAX_STRINGS:
            raise FileRefused(name, FileTrouble.bomb, f"{part.filename}: {part.file_size}")


def _rows(values: Iterator[tuple[Any, ...]]) -> Iterator[Row]:
    blank = 0
    for number, row in enumerate(values, start=1):
        cells = [cell_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            blank = 0
            raw = json.dumps(cells, ensure_ascii=False).encode("utf-8", "surrogatepass")
            yield Row(number, None, cells, raw)
            continue
        blank += 1
        if blank > _MAX_BLANK:
            return


def kept_rows(stream: BinaryIO) -> Iterator[Row]:
    """Rows once read from a workbook, from the form in which their bytes are kept."""
    for number, line in enumerate(stream.read().split(b"\n"), start=1):
        cells = json.loads(line.decode("utf-8", "surrogatepass"))
        yield Row(number, None, [str(cell) for cell in cells], line)


def cell_text(value: object) -> str:
    """A cell as a person reads it: 8935244 and not 8935244.0, a day as 2024-03-01."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
