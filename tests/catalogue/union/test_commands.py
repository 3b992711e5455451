"""`portal import` and `portal catalogue` as a librarian runs them."""

import base64
import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.cli import catalogue, import_command, template_command
from portal.catalogue.import_texts import FILE_TROUBLES, KINDS, REASONS, finding_text
from portal.catalogue.models import Copy, Record, SourceRecord
from portal.catalogue.reading import FileTrouble, Reason
from portal.catalogue.union.report import Finding, FindingKind
from tests import make
from tests.catalogue.reading.files import marc
from tests.catalogue.union.imports import ISBN, dese, item, titles


@pytest.fixture(autouse=True)
def _network(session: Session) -> None:
    make.library(session, "HN-BT")
    make.library(session, "HN-HD")
    session.commit()


def _run(app: Flask, folder: Path, content: bytes, *options: str, name: str = "a.mrc") -> Result:
    path = folder / name
    path.write_bytes(content)
    arguments = [str(path), "--library", "HN-BT", *options]
    return app.test_cli_runner().invoke(import_command, arguments)


def test_import_says_what_it_did(app: Flask, session: Session, tmp_path: Path) -> None:
    run = _run(app, tmp_path, dese("1", item("A1")) + dese("2", title="Số đỏ"))
    assert run.exit_code == 0, run.output
    assert "2 mới, 0 nhập vào biểu ghi đã có, 0 cập nhật, 0 không đổi" in run.output
    assert titles(session) == ["Dế Mèn phiêu lưu ký", "Số đỏ"]
    again = _run(app, tmp_path, dese("1", item("A1")))
    assert "1 × biểu ghi lần trước có, lần này không; không xóa" in again.output


def test_a_dry_run_writes_nothing(app: Flask, session: Session, tmp_path: Path) -> None:
    run = _run(app, tmp_path, dese("1"), "--dry-run")
    assert "1 mới" in run.output
    assert "Chạy thử: không ghi gì." in run.output
    assert titles(session) == []


def test_bad_records_are_named_and_reported_with_their_bytes(app: Flask, tmp_path: Path) -> None:
    broken = marc(("001", "x"))
    report = tmp_path / "bao-cao.jsonl"
    run = _run(app, tmp_path, dese("1") + broken, "--report", str(report))
    assert run.exit_code == 0
    assert "a.mrc #2" in run.output
    assert "không có nhan đề" in run.output
    (line,) = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert (line["kind"], line["reason"]) == ("bad_record", "no_title")
    assert base64.b64decode(line["raw_base64"]) == broken
    assert "không có nhan đề" in line["message"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.mrc", "tệp trống"),
        (b"PK\x03\x04x", "a.xlsx", "tệp Excel hỏng"),
        ("Tựa;Năm\nx;1\n".encode(), "a.csv", "không thấy cột «Nhan đề»"),
        (marc(("001", "x")), "a.mrc", "không có nhan đề"),
    ],
)
def test_nothing_readable_is_exit_code_1(
    app: Flask, tmp_path: Path, content: bytes, name: str, said: str
) -> None:
    run = _run(app, tmp_path, content, name=name)
    assert run.exit_code == 1
    assert said in run.output


def test_one_bad_file_does_not_stop_the_others(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    (tmp_path / "trong.mrc").write_bytes(b"")
    run = _run(app, tmp_path, dese("1"), str(tmp_path / "trong.mrc"))
    assert run.exit_code == 0
    assert "tệp trống" in run.output
    assert len(titles(session)) == 1


def test_unknown_library(app: Flask, tmp_path: Path) -> None:
    run = _run(app, tmp_path, dese("1"), "--library", "KHONG-CO")
    assert run.exit_code == 1
    assert "Không có thư viện mã KHONG-CO" in run.output


def test_mapping_file(app: Flask, session: Session, tmp_path: Path) -> None:
    mapping = tmp_path / "anh-xa.toml"
    mapping.write_text('[copies]\ntag = "949"\nbarcode = "i"\n', encoding="utf-8")
    _run(app, tmp_path, dese("1", ("949", "  $iA9")), "--mapping", str(mapping))
    assert session.scalars(select(Copy.barcode)).one() == "A9"
    mapping.write_text("[copies]\n", encoding="utf-8")
    run = _run(app, tmp_path, dese("1"), "--mapping", str(mapping))
    assert run.exit_code == 1
    assert "tệp ánh xạ có lỗi" in run.output


def test_the_template_can_be_imported(app: Flask, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    assert app.test_cli_runner().invoke(template_command, [str(path)]).exit_code == 0
    run = app.test_cli_runner().invoke(import_command, [str(path), "--library", "hn-bt"])
    assert run.exit_code == 0, run.output
    assert len(session.scalars(select(Copy)).all()) == 2
    refused = app.test_cli_runner().invoke(template_command, [str(tmp_path / "mau.doc")])
    assert refused.exit_code == 1


def test_questions_merging_and_splitting(app: Flask, session: Session, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    _run(app, tmp_path, dese("1", isbn=ISBN))
    _run(app, tmp_path, dese("7", isbn=ISBN, year="2021"), "--library", "HN-HD")
    listed = runner.invoke(catalogue, ["doubts"])
    assert "khác năm" in listed.output
    number = listed.output.split("\t")[0]
    assert runner.invoke(catalogue, ["doubts", "--same", number]).exit_code == 0
    assert "Không có câu hỏi" in runner.invoke(catalogue, ["doubts"]).output
    record = session.scalars(select(Record)).one()
    source = session.scalars(select(SourceRecord.id).where(SourceRecord.number == "7")).one()
    assert "HN-HD" in runner.invoke(catalogue, ["sources", str(record.id)]).output
    assert runner.invoke(catalogue, ["split", str(source)]).exit_code == 0
    session.rollback()  # or SQLite goes on showing what this session saw first
    assert len(session.scalars(select(Record)).all()) == 2
    refused = runner.invoke(catalogue, ["merge", str(record.id), str(record.id)])
    assert refused.exit_code == 1
    assert "chính nó" in refused.output


def test_everything_that_can_be_told_has_words() -> None:
    assert set(KINDS) == set(FindingKind)
    assert set(REASONS) == set(Reason)
    assert set(FILE_TROUBLES) == set(FileTrouble)
    assert "khác năm" in finding_text(Finding(FindingKind.match_doubt, "1", "X", "year,volume"))
