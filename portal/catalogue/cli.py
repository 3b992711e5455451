"""`portal import`, `portal import-template`, `portal catalogue …`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.import_texts import (
    against_text,
    file_text,
    finding_text,
    merge_text,
    summary,
)
from portal.catalogue.models import Doubt as DoubtRow
from portal.catalogue.models import Record, SourceRecord
from portal.catalogue.reading import ENCODINGS, FORMATS, FileRefused, Mapping, read_mapping
from portal.catalogue.reading.template import write_template
from portal.catalogue.union.importing import FilesReport, HowToRead, OnProgress, run_import
from portal.catalogue.union.merging import (
    MergeRefused,
    merge_records,
    open_doubts,
    settle_doubt,
    split_source,
)
from portal.catalogue.union.report import Finding, FindingKind
from portal.catalogue.union.report_file import ReportFile
from portal.db import db, session_scope
from portal.libraries.models import Library
from portal.progress import Progress

SHOWN = 20
"""So many bad records are named on the screen; the report file has them all."""

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@click.option("--library", "code", required=True, help="Mã thư viện sở hữu các tệp, vd HN-BT.")
@click.option(
    "--format", "file_format", type=click.Choice(("auto", *FORMATS)), default="auto",
    show_default=True, help="Định dạng; auto: nhận theo nội dung tệp.",
)  # fmt: skip
@click.option(
    "--encoding", type=click.Choice(ENCODINGS), default="auto", show_default=True,
    help="Bảng mã; auto: nhận theo từng trường.",
)  # fmt: skip
@click.option("--mapping", "mapping_path", type=_FILE, help="Tệp ánh xạ trường con, mã (TOML).")
@click.option("--dry-run", is_flag=True, help="Đọc và đối chiếu, không ghi gì.")
@click.option(
    "--report", "report_path", type=_NEW_FILE,
    help="Ghi từng phát hiện vào tệp này (mỗi dòng một JSON, kèm byte của biểu ghi hỏng).",
)  # fmt: skip
@with_appcontext
def import_command(
    files: tuple[Path, ...], code: str, file_format: str, encoding: str,
    mapping_path: Path | None, dry_run: bool, report_path: Path | None,
) -> None:  # fmt: skip
    """Nhập mục lục của một thư viện: MARC (ISO 2709), MARCXML, CSV, Excel.

    Các tệp trong một lần chạy được coi là toàn bộ mục lục của thư viện: biểu ghi lần trước có mà
    nay không thấy sẽ được nêu tên (không xóa). Nhập lại cùng tệp thì không đổi gì.
    Cột, tệp ánh xạ, bảng mã: docs/import-format.md.

    Mã thoát: 0 khi đọc được tệp, dù có biểu ghi hỏng; 1 khi không đọc được gì.
    """
    how = HowToRead(file_format, encoding, _mapping(mapping_path))
    shown = _Shown()
    with (
        ReportFile(report_path, finding_text) if report_path else nullcontext() as written,
        Progress("Nhập", unit="biểu ghi") as progress,
    ):

        def listen(finding: Finding) -> None:
            shown.take(finding)
            if written:
                written.write(finding)

        report = _import(files, code, how, dry_run, listen, _bar(progress))
    shown.tell()
    _tell(report, report_path, dry_run)


def _import(
    files: Sequence[Path], code: str, how: HowToRead, dry_run: bool,
    listen: Callable[[Finding], None], on_progress: OnProgress,
) -> FilesReport:  # fmt: skip
    with session_scope(db.engine, read_only=dry_run) as session:
        library = session.scalars(select(Library).where(Library.code == code.upper())).first()
        if library is None:
            raise click.ClickException(f"Không có thư viện mã {code}. Xem: portal libraries list")
        session.rollback()  # the run's own transactions take the writer's place at once
        return run_import(
            session, files, library, how,
            checkpoint=None if dry_run else session.commit,
            listener=listen, on_progress=on_progress,
        )  # fmt: skip


def _mapping(path: Path | None) -> Mapping:
    if path is None:
        return Mapping()
    try:
        return read_mapping(path)
    except FileRefused as refused:
        raise click.ClickException(file_text(refused)) from refused


def _bar(progress: Progress) -> OnProgress:
    """Nobody knows how many records a file holds before its end: the bytes read say how far."""

    def show(records: int, share: float) -> None:
        progress.total = max(records, round(records / share)) if share > 0 else None
        progress.reach(records)

    return show


class _Shown:
    """The first few bad records, for the screen."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._count = 0

    def take(self, finding: Finding) -> None:
        if finding.kind is FindingKind.bad_record:
            self._count += 1
            if len(self._lines) < SHOWN:
                self._lines.append(finding_text(finding))

    def tell(self) -> None:
        for line in self._lines:
            click.echo(line, err=True)
        if self._count > len(self._lines):
            click.echo(f"… và {self._count - len(self._lines)} biểu ghi hỏng nữa", err=True)


def _tell(report: FilesReport, report_path: Path | None, dry_run: bool) -> None:
    for refused in report.files_refused:
        click.echo(file_text(refused), err=True)
    if not report.files_read:
        sys.exit(1)
    for line in summary(report):
        click.echo(line)
    if report_path:
        click.echo(f"Báo cáo từng mục: {report_path}")
    if dry_run:
        click.echo("Chạy thử: không ghi gì.")
    elif report.created or report.joined or report.updated:
        click.echo("Chạy «portal index update» để bạn đọc tìm được những gì vừa nhập.")
    if not report.usable and not report.findings[FindingKind.repeated_record]:
        sys.exit(1)


@click.command("import-template")
@click.argument("path", metavar="FILE.csv|FILE.xlsx", type=_NEW_FILE)
def template_command(path: Path) -> None:
    """Viết một bảng mẫu có đủ các cột và một thí dụ."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise click.ClickException("Tên tệp phải kết thúc bằng .csv hoặc .xlsx.")
    write_template(path)
    click.echo(f"Đã viết {path}")


@click.group()
def catalogue() -> None:
    """Mục lục liên hợp: những chỗ chờ người xem, gộp và tách biểu ghi."""


@catalogue.command()
@click.option("--same", type=int, metavar="SỐ", help="Câu hỏi này: đúng là một.")
@click.option("--different", type=int, metavar="SỐ", help="Câu hỏi này: khác nhau (hoặc đã xem).")
@click.option("--by", help="Người trả lời.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@with_appcontext
def doubts(same: int | None, different: int | None, by: str | None, limit: int) -> None:
    """Liệt kê những câu hỏi đang chờ, hoặc trả lời một câu."""
    answered = same if same is not None else different
    if answered is not None:
        with _changing() as session:
            settle_doubt(session, answered, same=same is not None, by=by)
        click.echo(f"Đã ghi câu trả lời cho câu hỏi {answered}.")
        return
    found = open_doubts(db.session, limit=limit)
    for doubt in found:
        click.echo(_doubt_line(db.session, doubt))
    if not found:
        click.echo("Không có câu hỏi nào đang chờ.")


@catalogue.command()
@click.argument("keep", type=int)
@click.argument("gone", type=int)
@click.option("--by", help="Người gộp.")
@with_appcontext
def merge(keep: int, gone: int, by: str | None) -> None:
    """Gộp biểu ghi GONE vào biểu ghi KEEP."""
    with _changing() as session:
        merge_records(session, keep, gone, by)
    click.echo(f"Đã gộp biểu ghi {gone} vào {keep}. Tách lại: portal catalogue split SỐ-NGUỒN")


@catalogue.command()
@click.argument("source", type=int)
@click.option("--by", help="Người tách.")
@with_appcontext
def split(source: int, by: str | None) -> None:
    """Tách biểu ghi nguồn SOURCE của một thư viện ra khỏi biểu ghi chung."""
    with _changing() as session:
        record_id = split_source(session, source, by).id
    click.echo(f"Biểu ghi nguồn {source} nay thuộc biểu ghi {record_id}.")


@catalogue.command()
@click.argument("record_id", type=int)
@with_appcontext
def sources(record_id: int) -> None:
    """Liệt kê các biểu ghi nguồn của một biểu ghi chung."""
    rows = db.session.execute(
        select(SourceRecord.id, Library.code, SourceRecord.number, SourceRecord.format)
        .join(Library, Library.id == SourceRecord.library_id)
        .where(SourceRecord.record_id == record_id)
        .order_by(SourceRecord.id)
    )
    for row in rows:
        click.echo("\t".join(map(str, row)))


@contextmanager
def _changing() -> Iterator[Session]:
    """A session whose changes are kept; refusals become one clear line."""
    try:
        with session_scope(db.engine) as session:
            yield session
    except MergeRefused as refused:
        raise click.ClickException(merge_text(refused)) from refused


def _doubt_line(session: Session, doubt: DoubtRow) -> str:
    """One question: its number, the source record, and what is asked."""
    source = session.get_one(SourceRecord, doubt.source_record_id)
    title = session.scalar(select(Record.title).where(Record.id == source.record_id))
    head = f"{doubt.id}\tnguồn {source.id} ({source.number}): {title}"
    if doubt.kind == "text":
        return f"{head}\tbảng mã của {doubt.field}: {doubt.detail}"
    other = session.scalar(select(Record.title).where(Record.id == doubt.other_record_id))
    return (
        f"{head}\tcó phải biểu ghi {doubt.other_record_id} «{other}»? {against_text(doubt.detail)}"
    )
