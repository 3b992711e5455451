"""`portal libraries …`: the network from files, and a look at it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from portal.clock import now
from portal.db import db, session_scope
from portal.i18n import gettext as _
from portal.libraries import closure_rows, rows
from portal.libraries.csv_table import FileRefused, Headings
from portal.libraries.importing import ImportReport, import_closures, import_libraries
from portal.libraries.network import network
from portal.libraries.presenters import kind_text, open_badge
from portal.libraries.problem_texts import file_text, problem_text

_FILE = click.argument("path", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False))
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không ghi gì.")


@click.group()
def libraries() -> None:
    """Mạng lưới thư viện: nhập từ tệp, liệt kê."""


@libraries.command("import")
@_FILE
@_DRY_RUN
@with_appcontext
def import_command(path: str, dry_run: bool) -> None:
    """Nhập thư viện, phòng, giờ mở cửa từ tệp CSV (UTF-8; dấu phẩy hoặc chấm phẩy).

    \b
    Cột (tên tiếng Việt hoặc tiếng Anh; * bắt buộc):
      mã* / code            A–Z, 0–9, gạch nối; không đổi mãi mãi
      loại* / kind          thành phố, khu vực, xã/phường, tủ sách,
                            bưu điện văn hóa xã, trường, lưu động, tư nhân, trại giam
      tên* / name           tên ngắn / short_name
      trực thuộc / parent   mã của thư viện cấp trên
      địa chỉ / address     xã/phường / commune (mã hoặc tên hiện nay)
      điện thoại / phone    email · trang web / website
      vĩ độ / latitude      kinh độ / longitude
      giới thiệu / about    tên gọi khác / aliases (cách nhau bằng ;)
      tên cũ / former_names Thư viện quận Tây Hồ (đến 30/06/2025); …
      phòng / rooms         KM:Kho mở:mở:mượn; KK:Kho kín:kín:tại chỗ
      giờ mở cửa / hours    T3-T7 8:00-12:00, 13:00-17:00; CN 8:00-11:30
      ngừng hoạt động từ / closed_since

    Cột không có trong tệp thì giữ nguyên; ô trống thì xóa. Dòng sai được nêu số dòng và bị loại,
    dòng đúng vẫn vào. Nhập lại cùng một tệp không đổi gì.
    """
    _run(import_libraries, path, rows.HEADINGS, dry_run)


@libraries.command("import-closures")
@_FILE
@_DRY_RUN
@with_appcontext
def import_closures_command(path: str, dry_run: bool) -> None:
    """Nhập ngày nghỉ và giờ thay thế từ tệp CSV.

    \b
    Cột: mã thư viện / library (trống: toàn mạng lưới), từ ngày / first_day,
    đến ngày / last_day, lý do / reason, giờ thay thế / hours (8:00-11:30).
    """
    _run(import_closures, path, closure_rows.HEADINGS, dry_run)


@libraries.command("list")
@with_appcontext
def list_command() -> None:
    """Liệt kê mã, tên, loại và giờ mở cửa hiện tại."""
    moment = now()
    for branch in network(db.session).branches:
        badge = open_badge(branch, moment)
        click.echo("\t".join((branch.code, branch.name, kind_text(branch.kind), badge.text)))


def _run(
    take: Callable[[Session, bytes], ImportReport], path: str, headings: Headings, dry_run: bool
) -> None:
    """One import: report on the screen, exit code 1 when lines were kept out, 2 when the file."""
    try:
        with session_scope(db.engine, read_only=dry_run) as session:
            report = take(session, Path(path).read_bytes())
    except FileRefused as refused:
        click.echo(f"{path}: {file_text(refused)}", err=True)
        sys.exit(2)
    for heading in report.unknown_headings:
        click.echo(_("Bỏ qua cột không biết: %(name)s", name=heading), err=True)
    for problem in report.problems:
        click.echo(problem_text(problem, headings), err=True)
    click.echo(
        _(
            "%(added)s thêm, %(changed)s sửa, %(unchanged)s giữ nguyên, %(refused)s bị loại.",
            added=report.added,
            changed=report.changed,
            unchanged=report.unchanged,
            refused=report.refused,
        )
    )
    if dry_run:
        click.echo(_("Chạy thử: không ghi gì."))
    if report.problems:
        sys.exit(1)
