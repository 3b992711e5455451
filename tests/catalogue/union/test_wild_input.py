"""Whatever a file holds, the database takes it or the record is refused, and nothing is lost."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.models import Copy, Record, SourceRecord
from portal.catalogue.union.importing import run_import
from portal.catalogue.union.report import Finding
from tests import make
from tests.catalogue.reading.files import raw_marc
from tests.catalogue.union.imports import bring, dese, figures, item, state

ODD = [bytes([code]) for code in range(256) if code not in (0x1D, 0x1E, 0x1F)]


@pytest.mark.both_databases
def test_every_byte_in_every_place(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    records = []
    for number, byte in enumerate(ODD):
        text = b"a" + byte + b"b" + byte * 3
        records.append(raw_marc(
            ("001", str(number).encode() + byte), ("245", b"10\x1fa" + text + b"\x1fc" + text),
            ("100", b"1 \x1fa" + text), ("260", b"  \x1fa" + text + b"\x1fb" + text),
            ("650", b" 4\x1fa" + text), ("952", b"  \x1fp" + text + b"\x1fo" + text),
            ("9" + "\x01b", b"  \x1f" + byte + text), ("500", b"  \x1fa" + text),
        ))  # fmt: skip
    report, _ = bring(session, tmp_path, home, *records)
    assert report.usable == len(records)
    again, _ = bring(session, tmp_path, home, *records)
    assert figures(again) == (0, 0, 0, len(records))


@pytest.mark.both_databases
def test_a_file_whose_name_is_no_text(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/t\xff.mrc"))
    path.write_bytes(dese("1"))
    findings: list[Finding] = []
    assert run_import(session, [path], home, listener=findings.append).created == 1


_RECORDS = st.lists(
    st.builds(
        lambda number, title, year, barcodes: dese(
            number, *(item(code) for code in barcodes), title=title, year=year
        ),
        st.sampled_from(["1", "2", "3"]),
        st.sampled_from(["Dế Mèn", "Số đỏ", "Toán 5", "?"]),
        st.sampled_from(["", "2019", "2020"]),
        st.lists(st.sampled_from(["A1", "A2", "A3"]), max_size=3),
    ),
    max_size=6,
)


@given(first=_RECORDS, second=_RECORDS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_versions_of_a_file_one_after_the_other(
    session: Session, tmp_path: Path, first: list[bytes], second: list[bytes]
) -> None:
    home = make.library(session)
    for records in (first, second):
        report, _ = bring(session, tmp_path, home, *records)
        assert report.refused == 0
        met = select(func.count()).where(SourceRecord.last_run_id == report.run_id)
        assert session.scalar(met) == len(set(records))
        before = state(session)
        bring(session, tmp_path, home, *records)
        assert state(session) == before
    _everything_hangs_together(session)
    session.rollback()


def _everything_hangs_together(session: Session) -> None:
    """Every record has a source, every copy stands with its source's record."""
    with_source = select(SourceRecord.record_id)
    assert session.scalars(select(Record.id).where(Record.id.not_in(with_source))).all() == []
    astray = select(Copy.id).join(SourceRecord, SourceRecord.id == Copy.source_record_id)
    assert session.scalars(astray.where(Copy.record_id != SourceRecord.record_id)).all() == []
