"""Builders of the files that tests read: MARC by pymarc, tables by hand."""

from pathlib import Path
from typing import Any

import pymarc

from portal.catalogue.reading import BadRecord, Draft, read

MEN = "Dế Mèn phiêu lưu ký"


def marc(*fields: tuple[str, str], leader: str = "nam a") -> bytes:
    """A record of (tag, content), as `("245", "10$aDế Mèn :$btruyện")`; UTF-8 by default."""
    record = pymarc.Record(force_utf8=True)
    record.leader = pymarc.Leader("00000" + leader + "2200000 a 4500")
    for tag, content in fields:
        record.add_field(_field(tag, content))  # type: ignore[no-untyped-call]
    return bytes(record.as_marc())


def book(number: str, title: str = MEN, *more: tuple[str, str]) -> bytes:
    """A short record with a number and a title."""
    return marc(("001", number), ("245", f"10$a{title}"), *more)


def mislabelled(raw: bytes) -> bytes:
    """The same bytes with a leader that claims MARC-8."""
    return raw[:9] + b" " + raw[10:]


def raw_marc(*fields: tuple[str, bytes], leader_9: bytes = b" ") -> bytes:
    """A record of (tag, bytes as they stand in the file) in no encoding in particular."""
    directory, body = b"", b""
    for tag, content in fields:
        data = content + b"\x1e"
        directory += f"{tag}{len(data):04d}{len(body):05d}".encode()
        body += data
    base = 24 + len(directory) + 1
    size = base + len(body) + 1
    return (
        f"{size:05d}nam ".encode() + leader_9 + f"22{base:05d} a 4500".encode()
        + directory + b"\x1e" + body + b"\x1d"
    )  # fmt: skip


def _field(tag: str, content: str) -> pymarc.Field:
    if tag < "010":
        return pymarc.Field(tag=tag, data=content)
    ends, *parts = content.split("$")
    ends = ends.ljust(2)
    return pymarc.Field(
        tag=tag,
        indicators=pymarc.Indicators(ends[0], ends[1]),
        subfields=[pymarc.Subfield(part[0], part[1:]) for part in parts],
    )


def drafts(path: Path, content: bytes, **how: Any) -> list[Draft]:
    """The records of a file that is meant to be sound."""
    good, bad = both(path, content, **how)
    assert bad == []
    return good


def both(
    path: Path, content: bytes, name: str = "", **how: Any
) -> tuple[list[Draft], list[BadRecord]]:
    """What could be read of a file, and what could not."""
    path = path / (name or "tep.mrc")
    path.write_bytes(content)
    good: list[Draft] = []
    bad: list[BadRecord] = []
    for one in read(path, **how):
        (good.append(one) if isinstance(one, Draft) else bad.append(one))
    return good, bad


def one(path: Path, *fields: tuple[str, str], **how: Any) -> Draft:
    """The only record of a MARC file made of `fields`."""
    (draft,) = drafts(path, marc(("001", "1"), *fields), **how)
    return draft


def table(path: Path, text: str) -> list[Draft]:
    """The records of a CSV file in UTF-8."""
    good, bad = both(path, text.encode(), "bang.csv")
    assert bad == []
    return good
