"""One ISO 2709 record taken apart.

A sound directory is followed. A directory whose lengths lie (counted in characters instead of
bytes, by far the commonest fault) still names the tags in order, and the field terminators (1E)
still stand: when both agree in number the record is read by them.
"""

from __future__ import annotations

from portal.catalogue.reading.charsets import Decoder, RecordText
from portal.catalogue.reading.fields import DataField, MarcRecord
from portal.catalogue.reading.splitting import LEADER_LENGTH
from portal.catalogue.reading.trouble import Broken, Reason

_ENTRY = 12  # tag 3, length 4, start 5
_MAX_FIELDS = 20_000


def parse(raw: bytes, decoder: Decoder) -> MarcRecord:
    """The record in `raw`; raises Broken when it cannot be trusted."""
    if len(raw) < LEADER_LENGTH + 1:
        raise Broken(Reason.truncated)
    leader, after = _leader(raw)
    if b"\x1e" in leader or b"\x1d" in leader:
        raise Broken(Reason.no_leader)
    entries, base = _directory(raw, after)
    text = decoder.for_record(raw, says_utf8=leader[9:10] == b"a")
    record = MarcRecord(leader.decode("latin-1"))
    for tag, content in _contents(raw, entries, base):
        if tag < "010" and tag.isdigit():
            record.control.setdefault(tag, text.control(content).strip("\x1f\x1d"))
        else:
            record.add(_data_field(tag, content, text))
    record.doubts.extend(text.doubts)
    record.encoding = text.encoding
    return record


def _leader(raw: bytes) -> tuple[bytes, int]:
    """The leader and where the directory begins.

    Some exporters write six digits for a length beyond 99,999 and push all else one byte on.
    """
    if raw[:6].isdigit() and raw[6:7].isalpha():
        return raw[1 : LEADER_LENGTH + 1], LEADER_LENGTH + 1
    return raw[:LEADER_LENGTH], LEADER_LENGTH


def _directory(raw: bytes, start: int) -> tuple[bytes, int]:
    """The directory's bytes and where the data begin."""
    end = raw.find(b"\x1e", start)
    if end < 0:
        raise Broken(Reason.no_directory)
    entries = raw[start:end]
    if not entries or len(entries) > _MAX_FIELDS * _ENTRY:
        raise Broken(Reason.no_directory)
    return entries, end + 1


def _contents(raw: bytes, entries: bytes, base: int) -> list[tuple[str, bytes]]:
    """Tag and bytes of every field, without its terminator."""
    found: list[tuple[str, bytes]] = []
    size = len(raw)
    if len(entries) % _ENTRY:
        return _by_terminators(raw, entries, base)
    for at in range(0, len(entries), _ENTRY):
        numbers = entries[at + 3 : at + _ENTRY]
        if not numbers.isdigit():
            return _by_terminators(raw, entries, base)
        start = base + int(numbers[4:])
        end = start + int(numbers[:4]) - 1
        if end >= size or end < start or raw[end] != 0x1E or raw.find(b"\x1e", start, end) >= 0:
            return _by_terminators(raw, entries, base)
        found.append((_tag(entries, at), raw[start:end]))
    return found


def _by_terminators(raw: bytes, entries: bytes, base: int) -> list[tuple[str, bytes]]:
    tags = _tags(entries)
    body = raw[base:].removesuffix(b"\x1d")
    parts = body.removesuffix(b"\x1e").split(b"\x1e")
    ended = raw.endswith((b"\x1d", b"\x1e"))
    if len(parts) != len(tags) or not ended:
        raise Broken(Reason.truncated, f"{len(parts)}/{len(tags)}")
    return list(zip(tags, parts, strict=True))


def _tags(entries: bytes) -> list[str]:
    """Tags of a directory whose numbers are not to be trusted.

    Starts beyond 99,999 may have six digits: where an entry repeats the sum of the lengths before
    it in six, it is a byte longer.
    """
    tags: list[str] = []
    at = start = 0
    while at < len(entries):
        tags.append(_tag(entries, at))
        long = entries[at + 7 : at + _ENTRY + 1] == b"%d" % start and start > 99_999
        length = entries[at + 3 : at + 7]
        start += int(length) if length.isdigit() else 0
        at += _ENTRY + long
    return tags


def _tag(entries: bytes, at: int) -> str:
    return entries[at : at + 3].decode("latin-1")


def _data_field(tag: str, content: bytes, text: RecordText) -> DataField:
    head, *rest = content.split(b"\x1f")
    subfields = []
    for part in rest:
        code = chr(part[0]) if part else ""
        if code:
            subfields.append((code, text.clean(part[1:], f"{tag}${code}")))
    return DataField(tag, head[:2].decode("latin-1").ljust(2), subfields)
