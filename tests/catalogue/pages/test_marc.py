"""MARC and ISBD pages: what libraries sent, and what is made here."""

import pymarc
import pytest
from sqlalchemy.orm import Session

from portal.catalogue.kinds import Role
from portal.catalogue.models import ImportRun, Record, SourceRecord
from portal.clock import now
from portal.libraries.models import Library
from tests import make
from tests.catalogue.pages import shelves
from tests.pages import PageClient


def source(session: Session, record: Record, at: Library, kind: str, raw: bytes) -> SourceRecord:
    run = ImportRun(library_id=at.id, files="x", started_at=now())
    session.add(run)
    session.flush()
    made = SourceRecord(
        library_id=at.id, number="1", record_id=record.id, format=kind, raw=raw,
        digest=b"0" * 16, encoding="utf-8", first_run_id=run.id, last_run_id=run.id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def sent(title: str) -> bytes:
    record = pymarc.Record(force_utf8=True)
    record.fields = [
        pymarc.Field("001", data="abc"),
        pymarc.Field("245", pymarc.Indicators("1", "0"), [pymarc.Subfield("a", title)]),
    ]
    return bytes(record.as_marc())


def test_each_source_as_it_came_and_its_bytes(client: PageClient, session: Session) -> None:
    record, at = make.record(session), shelves.library(session, "A-1", name="An")
    raw = sent("Dế <b>Mèn</b>")
    kept = source(session, record, at, "marc", raw)
    page = client.get(f"/tai-lieu/{record.id}/marc").text
    assert "Dế &lt;b&gt;Mèn&lt;/b&gt;" in page
    assert ">abc<" in page
    file = client.get(f"/tai-lieu/{record.id}/nguon/{kept.id}.mrc")
    assert file.data == raw
    assert "attachment" in file.headers["Content-Disposition"]


def test_a_source_belongs_to_its_record(client: PageClient, session: Session) -> None:
    record, other = make.record(session), make.record(session)
    at = shelves.library(session, "A-1")
    marc = source(session, record, at, "marc", sent("A"))
    assert client.get(f"/tai-lieu/{other.id}/nguon/{marc.id}.mrc").status_code == 404
    assert client.get(f"/tai-lieu/{record.id}/nguon/{marc.id + 1}.mrc").status_code == 404


@pytest.mark.parametrize("raw", [b"", b"rubbish", b"\x1d\x1e\x1f" * 20, sent("A")[:30]])
def test_a_broken_source_is_said_to_be_one(
    client: PageClient, session: Session, raw: bytes
) -> None:
    record = make.record(session)
    source(session, record, shelves.library(session, "A-1"), "marc", raw)
    page = client.get(f"/tai-lieu/{record.id}/marc").text
    assert "Không tách được các trường" in page


def test_a_row_of_a_table_is_shown_as_it_came(client: PageClient, session: Session) -> None:
    record = make.record(session)
    source(session, record, shelves.library(session, "A-1"), "csv", "Dế Mèn;Tô Hoài".encode())
    assert "Dế Mèn;Tô Hoài" in client.get(f"/tai-lieu/{record.id}/marc").text


def test_the_unions_own_marc_reads_back(client: PageClient, session: Session) -> None:
    record = make.record(
        session, "Dế Mèn", authors=["Tô Hoài"], subjects=["Loài vật"], isbn="9786042000000",
        ddc="895.922", publisher="Kim Đồng", year=2019, summary="Chuyện " * 5000, language="vie",
    )  # fmt: skip
    shelves.credit(session, record, make.agent(session, "Tạ Huy Long"), Role.illustrator)
    file = client.get(f"/tai-lieu/{record.id}/marc.mrc").data
    (read,) = pymarc.MARCReader(file)
    assert read is not None
    assert read.title == "Dế Mèn"
    assert read["100"]["a"] == "Tô Hoài"
    assert read["700"]["e"] == "illustrator"
    assert read["008"].data[35:38] == "vie"
    assert len(read["008"].data) == 40


def test_the_isbd_page(client: PageClient, session: Session) -> None:
    record = make.record(
        session, "Đảo giấu vàng", authors=["R. L. Stevenson"], place="H.", publisher="Văn học",
        year=2023, extent="345 tr.", size="21 cm",
    )  # fmt: skip
    page = client.get(f"/tai-lieu/{record.id}/isbd").text
    expected = "Đảo giấu vàng / R. L. Stevenson. - H. : Văn học, 2023. - 345 tr. ; 21 cm"
    assert expected in page


@pytest.mark.parametrize("page", ["marc", "isbd", "marc.mrc"])
def test_no_record_no_page(client: PageClient, page: str) -> None:
    assert client.get(f"/tai-lieu/77/{page}").status_code == 404
