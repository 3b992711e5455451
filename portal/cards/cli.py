"""Commands for cards."""

from __future__ import annotations

from datetime import datetime

import click

from portal.cards.defaults import load_kinds
from portal.cards.figures import figures
from portal.cards.kinds import kinds_of
from portal.cards.numbering import PrefixTaken, open_range, ranges
from portal.cards.numbers import is_prefix
from portal.cards.policies import FIELDS, policy_of
from portal.clock import today
from portal.db import db, writing
from portal.libraries.network import network

MONTH = click.DateTime(["%Y-%m"])


@click.group()
def cards() -> None:
    """Thẻ bạn đọc: loại thẻ, chính sách, dải số, số liệu."""


@cards.command()
def defaults() -> None:
    """Nạp các loại thẻ ban đầu của mạng lưới; loại đã có giữ nguyên."""
    with writing():
        added = load_kinds(db.session)
        db.session.commit()
    if added:
        click.echo(f"Đã thêm {added} loại thẻ.")


@cards.command()
@click.option("--library", help="Mã thư viện; bỏ trống: chung cho cả mạng lưới.")
def show(library: str | None) -> None:
    """Cho biết các loại thẻ và chính sách đang dùng."""
    library_id = _library(library) if library else None
    for kind in kinds_of(db.session, library_id, offered=False):
        own = " (riêng)" if kind.library_id else ""
        given_up = "" if kind.offered else " (không còn cấp)"
        click.echo(
            f"{kind.code}: {kind.name_vi}{own}{given_up}, {kind.months_valid} tháng, "
            f"phí {kind.fee} đ, đặt cọc {kind.deposit} đ; giấy tờ: {', '.join(kind.documents)}"
        )
    policy = policy_of(db.session, library_id)
    for name in FIELDS:
        click.echo(f"{name} = {getattr(policy, name)}")


@cards.command("ranges")
@click.option("--open", "library", help="Mở thêm một dải cho thư viện có mã này.")
@click.option("--prefix", help="Bốn chữ số đầu; bỏ trống: dải tiếp theo chưa dùng.")
def ranges_(library: str | None, prefix: str | None) -> None:
    """Liệt kê các dải số thẻ, hoặc mở thêm một dải (ví dụ cho quầy không có mạng)."""
    if library:
        _open(library, prefix)
    codes = {branch.id: branch.code for branch in network(db.session).branches}
    for one in ranges(db.session):
        left = one.last_serial - one.next_serial + 1
        click.echo(f"{one.prefix}: {codes.get(one.library_id, one.library_id)}, còn {left} số")


@cards.command("figures")
@click.option("--from", "first", type=MONTH, help="Tháng đầu, như 2026-01; mặc định: tháng này.")
@click.option("--to", "last", type=MONTH, help="Tháng cuối; mặc định: tháng này.")
def figures_(first: datetime | None, last: datetime | None) -> None:
    """Số thẻ cấp mới, gia hạn, cấp lại theo thư viện và tháng."""
    start = first.date() if first else today()
    end = last.date() if last else today()
    codes = {branch.id: branch.code for branch in network(db.session).branches}
    for one in figures(db.session, start, end):
        whom = "thiếu nhi" if one.child else "người lớn"
        click.echo(
            f"{one.month:%m/%Y} {codes.get(one.library_id, one.library_id)} {whom}: "
            f"cấp mới {one.new}, gia hạn {one.renewed}, cấp lại {one.reissued}"
        )


def _open(library: str, prefix: str | None) -> None:
    if prefix is not None and not is_prefix(prefix):
        raise click.ClickException("Đầu số gồm bốn chữ số, từ 1000 đến 9999.")
    with writing():
        try:
            open_range(db.session, _library(library), prefix)
        except PrefixTaken as taken:
            raise click.ClickException(f"Đầu số {taken.prefix} đã có thư viện dùng.") from taken
        db.session.commit()


def _library(code: str) -> int:
    branch = network(db.session).find(code)
    if branch is None:
        raise click.ClickException(f"Không có thư viện mã {code}: xem «portal libraries list».")
    return branch.id
