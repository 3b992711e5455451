"""Commands for cards."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click

from portal.cards.defaults import load_kinds
from portal.cards.figures import figures
from portal.cards.kinds import kinds_of
from portal.cards.models import NumberRange
from portal.cards.models.numbers import LONGEST_DESK
from portal.cards.numbering import DeskHasRange, PrefixTaken, open_range, ranges
from portal.cards.numbers import grouped, is_prefix
from portal.cards.offline import MOST_BLANKS, TooFewLeft, hand_out
from portal.cards.policies import FIELDS, policy_of
from portal.cards.printing import blanks_pdf
from portal.clock import today
from portal.db import db, writing
from portal.libraries.models import Library
from portal.libraries.network import network
from portal.vietnamese import normalise

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
@click.option("--desk", help="Tên quầy không có mạng được giữ riêng dải này, như «Xe lưu động».")
def ranges_(library: str | None, prefix: str | None, desk: str | None) -> None:
    """Liệt kê các dải số thẻ, hoặc mở thêm một dải (ví dụ cho quầy không có mạng)."""
    if library:
        _open(library, prefix, desk)
    elif prefix or desk:
        raise click.ClickException("Cần cả --open: mở dải cho thư viện nào?")
    codes = {branch.id: branch.code for branch in network(db.session).branches}
    for one in ranges(db.session):
        code = codes.get(one.library_id, one.library_id)
        kept = f", giữ cho {one.desk}" if one.desk else ""
        click.echo(f"{one.prefix}: {code}, còn {one.left} số{kept}")


@cards.command()
@click.argument("prefix")
@click.option(
    "--count",
    type=click.IntRange(1, MOST_BLANKS),
    default=50,
    show_default=True,
    help="Bao nhiêu phôi, mười phôi một tờ A4.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp PDF chưa có; bỏ trống: đặt tên theo các số.",
)
def blanks(prefix: str, count: int, out: Path | None) -> None:
    """In phôi thẻ đã có số cho một quầy không có mạng, từ dải PREFIX giữ cho quầy ấy.

    Số đã in thì không in lại, dù phôi có dùng hay không.
    """
    with writing():
        found = db.session.get(NumberRange, prefix)
        if found is None or found.desk is None:
            raise click.ClickException(
                f"Dải {prefix} không giữ cho quầy nào: xem «portal cards ranges»."
            )
        library = db.session.get_one(Library, found.library_id).name
        try:
            numbers = hand_out(db.session, found.library_id, prefix, count)
        except TooFewLeft as few:
            raise click.ClickException(f"Dải {prefix} chỉ còn {few.left} số.") from few
        path = out or Path(f"phoi-the-{numbers[0]}-{numbers[-1]}.pdf")
        with _new_file(path) as file:  # before the commit: else numbers are gone for nothing
            left = found.left
            db.session.commit()
            file.write(blanks_pdf(library, numbers))
    click.echo(
        f"{path}: {count} phôi, số {grouped(numbers[0])} đến {grouped(numbers[-1])}; "
        f"dải {prefix} còn {left} số."
    )


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


def _open(library: str, prefix: str | None, desk: str | None) -> None:
    if prefix is not None and not is_prefix(prefix):
        raise click.ClickException("Đầu số gồm bốn chữ số, từ 1000 đến 9999.")
    desk = normalise(desk or "") or None
    if desk and len(desk) > LONGEST_DESK:
        raise click.ClickException(f"Tên quầy dài nhất {LONGEST_DESK} chữ.")
    with writing():
        try:
            open_range(db.session, _library(library), prefix, desk=desk)
        except PrefixTaken as taken:
            raise click.ClickException(f"Đầu số {taken.prefix} đã có thư viện dùng.") from taken
        except DeskHasRange as has:
            raise click.ClickException(
                f"Quầy này đang giữ dải {has.prefix}, còn {has.left} số."
            ) from has
        db.session.commit()


def _new_file(path: Path) -> BinaryIO:
    """Blanks that nobody has printed yet are not written over."""
    try:
        return path.open("xb")
    except FileExistsError as there:
        raise click.ClickException(f"Đã có tệp {path}.") from there
    except OSError as error:
        raise click.ClickException(f"Không ghi được {path}: {error.strerror}.") from error


def _library(code: str) -> int:
    branch = network(db.session).find(code)
    if branch is None:
        raise click.ClickException(f"Không có thư viện mã {code}: xem «portal libraries list».")
    return branch.id
