"""Bytes of a text table to numbered lines: UTF-8, UTF-16 and the 8-bit code pages of old files."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from portal.catalogue.reading import legacy_text

SAMPLE = 256 * 1024
_READ = 256 * 1024
_MAX_LINE = 1024 * 1024

UTF16 = ("utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    offset: int
    text: str
    raw: bytes
    doubtful: bool = False


def sample_encoding(stream: BinaryIO, wanted: str) -> str:
    """The encoding to read a table in: `wanted`, or with "auto" what its beginning shows.

    "utf-8", "utf-16-le", "utf-16-be", "cp1258", or "tcvn3"/"vni" for fonts of the 1990s.
    The stream is left after the byte order mark.
    """
    sample = stream.read(SAMPLE)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if sample.startswith(mark):
            stream.seek(len(mark))
            return name
    stream.seek(0)
    if wanted not in ("auto", "marc-8"):
        return wanted
    return _guess(sample)


def _guess(sample: bytes) -> str:
    if sample[1::2].count(0) > len(sample) // 5:
        return "utf-16-le"
    if sample[0::2].count(0) > len(sample) // 5:
        return "utf-16-be"
    if legacy_text.valid_utf8_start(sample):
        return "utf-8"
    return legacy_text.code_page(sample)


def lines_of(stream: BinaryIO, encoding: str) -> Iterator[Line]:
    """Every line with its ending, its number from 1 and the bytes it came from."""
    for number, (offset, raw) in enumerate(_raw_lines(stream, encoding), start=1):
        text, sure = legacy_text.decode_line(raw, encoding)
        yield Line(number, offset, text, raw, doubtful=not sure)


def _raw_lines(stream: BinaryIO, encoding: str) -> Iterator[tuple[int, bytes]]:
    """Lines cut at their end mark, overlong ones at _MAX_LINE."""
    newline = "\n".encode(encoding) if encoding in UTF16 else b"\n"
    width = len(newline)
    offset = stream.tell()
    rest = b""
    while True:
        more = stream.read(_READ)
        data = rest + more
        start = 0
        while (end := _find(data, newline, start, width)) >= 0:
            yield offset + start, data[start:end]
            start = end
        offset += start
        rest = data[start:]
        while len(rest) > _MAX_LINE:
            yield offset, rest[:_MAX_LINE]
            offset, rest = offset + _MAX_LINE, rest[_MAX_LINE:]
        if not more:
            break
    if rest:
        yield offset, rest


def _find(data: bytes, newline: bytes, start: int, width: int) -> int:
    """Index behind the next newline that stands on a character's boundary, -1 when none does."""
    found = data.find(newline, start)
    while found >= 0 and (found - start) % width:
        found = data.find(newline, found + 1)
    return found + width if found >= 0 else -1
