"""Two imports at once leave one truth, and a dry run leaves nothing."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.models import Agent, Copy, ImportRun, Record, SourceRecord, Work
from portal.catalogue.union import importing
from portal.catalogue.union.importing import FilesReport, run_import
from portal.db import session_scope
from portal.libraries.models import Library
from tests import make
from tests.catalogue.union.imports import bring, dese, item

pytestmark = pytest.mark.both_databases

RECORDS = [
    dese(str(number), item(f"A{number}"), title=f"Nhan đề {number}", author=f"Lê {number % 7} Văn")
    for number in range(120)
]


def _import(engine: sa.Engine, path: Path, code: str) -> FilesReport:
    with session_scope(engine) as session:
        library = session.scalars(select(Library).where(Library.code == code)).one()
        return run_import(session, [path], library, checkpoint=session.commit)


def _counts(session: Session) -> dict[str, int]:
    return {
        model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0
        for model in (Record, SourceRecord, Copy, Agent, Work)
    }


def test_two_imports_of_one_library_at_once(
    session: Session, engine: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    make.library(session, "HN-BT")
    session.commit()
    path = tmp_path / "HN-BT.mrc"
    path.write_bytes(b"".join(RECORDS))
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda _n: _import(engine, path, "HN-BT"), range(2)))
    assert _counts(session) == {
        "record": 120, "source_record": 120, "copy": 120, "agent": 7, "work": 120,
    }  # fmt: skip
    assert sum(report.created for report in reports) == 120
    assert sum(report.unchanged for report in reports) == 120
    assert [report.vanished for report in reports] == [0, 0]
    session.rollback()
    latest = session.scalar(select(func.max(ImportRun.id)))
    assert set(session.scalars(select(SourceRecord.last_run_id))) == {latest}


def test_two_libraries_at_once_meet_in_one_record(
    session: Session, engine: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    for code in ("HN-1", "HN-2"):
        make.library(session, code)
        (tmp_path / f"{code}.mrc").write_bytes(b"".join(RECORDS))
    session.commit()
    with ThreadPoolExecutor(2) as pool:
        codes = ["HN-1", "HN-2"]
        reports = list(
            pool.map(lambda code: _import(engine, tmp_path / f"{code}.mrc", code), codes)
        )
    assert _counts(session) == {
        "record": 120, "source_record": 240, "copy": 240, "agent": 7, "work": 120,
    }  # fmt: skip
    assert sum(report.created for report in reports) == 120
    assert sum(report.joined for report in reports) == 120


def test_a_run_rolled_back_leaves_nothing(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    session.commit()
    report, _ = bring(session, tmp_path, home, *RECORDS)
    assert report.created == 120
    session.rollback()
    assert set(_counts(session).values()) == {0}


def test_the_number_of_queries_does_not_grow_with_the_records(
    session: Session, engine: sa.Engine, tmp_path: Path
) -> None:
    home = make.library(session)
    session.commit()
    counted: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    bring(session, tmp_path, home, *RECORDS[:20])
    few = len(counted)
    counted.clear()
    bring(session, tmp_path, home, *RECORDS)
    assert len(counted) <= few + 15
