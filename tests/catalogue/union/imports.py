"""Importing in tests: records as short MARC, what came of them as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.models import Agent, Copy, Record, RecordAgent, SourceRecord
from portal.catalogue.union.importing import FilesReport, HowToRead, run_import
from portal.catalogue.union.report import Finding, FindingKind
from portal.libraries.models import Library
from tests.catalogue.reading.files import marc

ISBN = "9780306406157"
OTHER_ISBN = "9780804429573"


def dese(number: str = "1", *more: tuple[str, str], **changed: str) -> bytes:
    """Dế Mèn as a library describes it; `changed` names what is different here."""
    said = {
        "title": "Dế Mèn phiêu lưu ký", "author": "Tô Hoài", "publisher": "Kim Đồng",
        "year": "2019", "isbn": "", "volume": "", **changed,
    }  # fmt: skip
    volume = f"$n{said['volume']}" if said["volume"] else ""
    fields = [("001", number), ("245", f"10$a{said['title']}{volume}")]
    if said["isbn"]:
        fields.insert(1, ("020", f"  $a{said['isbn']}"))
    if said["author"]:
        fields.append(("100", f"1 $a{said['author']}"))
    printed = "".join(
        f"${code}{said[name]}" for code, name in (("b", "publisher"), ("c", "year")) if said[name]
    )
    if printed:
        fields.append(("260", f"  {printed}"))
    return marc(*fields, *more)


def item(barcode: str, **said: str) -> tuple[str, str]:
    """A copy: `item("A1", a="HN-BT", c="KM")` with Koha's subfield codes."""
    return (
        "952",
        "  " + "".join(f"${code}{value}" for code, value in said.items()) + f"$p{barcode}",
    )


def bring(
    session: Session, folder: Path, library: Library, *records: bytes, **how: Any
) -> tuple[FilesReport, list[Finding]]:
    """Import records as one whole file of a library."""
    path = folder / f"{library.code}.mrc"
    path.write_bytes(b"".join(records))
    findings: list[Finding] = []
    report = run_import(
        session, [path], library, HowToRead(**how), listener=findings.append
    )  # fmt: skip
    session.expire_all()
    return report, findings


def told(findings: Sequence[Finding], kind: FindingKind) -> list[tuple[str, str]]:
    return [(one.place, one.text) for one in findings if one.kind is kind]


def figures(report: FilesReport) -> tuple[int, int, int, int]:
    """Created, joined, updated, unchanged."""
    return report.created, report.joined, report.updated, report.unchanged


def titles(session: Session) -> list[str]:
    return list(session.scalars(select(Record.title).order_by(Record.id)))


def authors_of(session: Session, record_id: int) -> list[str]:
    return list(
        session.scalars(
            select(Agent.name)
            .join(RecordAgent, RecordAgent.agent_id == Agent.id)
            .where(RecordAgent.record_id == record_id)
            .order_by(RecordAgent.position)
        )
    )


def barcodes_of(session: Session, record_id: int) -> list[str]:
    found = select(Copy.barcode).where(Copy.record_id == record_id)
    return list(session.scalars(found.order_by(Copy.id)))


def record_of(session: Session, library: Library, number: str) -> int:
    """The union record of a library's source record."""
    return session.scalars(
        select(SourceRecord.record_id).where(
            SourceRecord.library_id == library.id, SourceRecord.number == number
        )
    ).one()


def state(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the union holds, but for when and by which run it was last met."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for model in (Record, RecordAgent, SourceRecord, Copy, Agent):
        columns = [one for one in model.__table__.c if one.name != "last_run_id"]
        rows = session.execute(select(*columns).order_by(*model.__table__.primary_key))
        found[model.__tablename__] = [tuple(row) for row in rows]
    return found
