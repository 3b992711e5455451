"""A stream of ISO 2709 cut into records, whatever the lengths in it claim.

The terminator (1D) decides, the declared length checks. Where the two disagree, the record that
follows is found again by its own leader, so a broken record never takes its neighbour with it.
Memory holds one megabyte and the longest record, never the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

LEADER_LENGTH = 24
TERMINATOR = 0x1D
MAX_DECLARED = 99_999  # five digits
MAX_RECORD = 8 * 1024 * 1024
"""Real records pass 99,999 bytes (hundreds of copies); none passes this."""

_CHUNK = 1024 * 1024
_BETWEEN = b" \t\r\n\x00\x1a"  # what exporters leave between records; 1A ended files on DOS
_LEADER = re.compile(rb"(?=(\d{5})[ -~]{5}[ -~][ -~]\d{5}[ -~]{3}4[ -~]{3})")


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes from one record to the next. `whole` says its terminator is there."""

    offset: int
    raw: bytes
    whole: bool = True


class _Window:
    """The part of the stream that is in memory."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.data = b""
        self.at = 0  # of the first unread byte in data
        self.base = 0  # offset of data[0] in the stream
        self.ended = False

    def fill(self, wanted: int) -> None:
        """Have at least `wanted` unread bytes, if the stream has them."""
        if self.ended or len(self.data) - self.at >= wanted:
            return
        parts = [self.data[self.at :]]
        size = len(parts[0])
        while size < wanted and not self.ended:
            more = self._stream.read(_CHUNK)
            self.ended = not more
            parts.append(more)
            size += len(more)
        self.base += self.at
        self.at = 0
        self.data = b"".join(parts)

    def skip_between(self) -> None:
        data, at = self.data, self.at
        while at < len(data) and data[at] in _BETWEEN:
            at += 1
        self.at = at

    def terminator(self) -> int:
        """Index in `data` of the next terminator, or -1 when none comes within MAX_RECORD."""
        seen = self.at
        while True:
            found = self.data.find(TERMINATOR, seen)
            if found >= 0 or self.ended or len(self.data) - self.at > MAX_RECORD:
                return found
            size = len(self.data) - self.at
            self.fill(size + 1)
            seen = self.at + size


def split(stream: BinaryIO) -> Iterator[Piece]:
    """Every record of the stream in order, broken ones included."""
    window = _Window(stream)
    while True:
        window.fill(MAX_DECLARED + 1)
        window.skip_between()
        if window.at >= len(window.data):
            if window.ended:
                return
            continue
        end = window.terminator()
        if end < 0:
            yield from _without_terminator(window)
            continue
        start = window.at
        end = _past_stray_terminator(window.data, start, end)
        window.at = end + 1
        yield from _resynchronised(window.data[start : end + 1], window.base + start)


def _without_terminator(window: _Window) -> Iterator[Piece]:
    """The end of the file, or a stretch no record can be that long: give it up but for its tail."""
    rest = window.data[window.at :]
    keep = 0 if window.ended else MAX_DECLARED
    given_up = rest[: len(rest) - keep]
    offset = window.base + window.at
    window.at += len(given_up)
    if given_up.strip(_BETWEEN):
        yield Piece(offset, given_up, whole=False)


def _past_stray_terminator(data: bytes, start: int, end: int) -> int:
    """The true end of a record with a terminator byte inside one of its fields."""
    declared = declared_length(data[start : start + 5])
    last = start + declared - 1
    if last <= end or last >= len(data) or data[last] != TERMINATOR:
        return end
    following = data[end + 1 : last + 1].lstrip(_BETWEEN)
    return end if _LEADER.search(following) else last


def _resynchronised(raw: bytes, offset: int) -> Iterator[Piece]:
    """`raw` as one record, or as a broken one with whole ones behind it."""
    tails: list[Piece] = []
    while declared_length(raw[:5]) != len(raw):
        start = _whole_record_at_end(raw)
        if start is None:
            break
        tails.append(Piece(offset + start, raw[start:]))
        raw = raw[:start]
    if raw.strip(_BETWEEN):
        yield Piece(offset, raw, whole=raw.endswith(b"\x1d"))
    yield from reversed(tails)


def _whole_record_at_end(raw: bytes) -> int | None:
    """Where a leader stands that declares exactly the bytes left after it.

    Bytes between records may follow the terminator of the broken one, hence the strip.
    """
    size = len(raw.rstrip(_BETWEEN))
    for match in _LEADER.finditer(raw, 1):
        if int(match[1]) in (size - match.start(), len(raw) - match.start()):
            return match.start()
    return None


def declared_length(digits: bytes) -> int:
    """The length a leader claims, in bytes; -1 when it is no number."""
    return int(digits) if len(digits) == 5 and digits.isdigit() else -1
