"""Commands that keep the search index."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from portal.config import Settings
from portal.db import db
from portal.i18n import gettext as _
from portal.progress import Progress
from portal.search import follower, maintenance
from portal.search.generations import CannotWrite, IndexBusy
from portal.search.maintenance import Difference, Step
from portal.web.refusals import Explanation, explains


@explains(IndexBusy)
def busy(refusal: IndexBusy) -> Explanation:
    return Explanation(
        _("Chỉ mục đang được ghi."),
        _("Mỗi lúc chỉ một tiến trình được dựng hoặc cập nhật chỉ mục."),
        _("Chờ tiến trình kia xong rồi chạy lại lệnh này."),
    )


@explains(CannotWrite)
def cannot_write(refusal: CannotWrite) -> Explanation:
    unchanged = _("Chỉ mục đang dùng vẫn nguyên vẹn và vẫn phục vụ bạn đọc.")
    if refusal.full:
        return Explanation(
            _("Hết chỗ trên đĩa khi ghi chỉ mục."),
            unchanged,
            _(
                "Dọn bớt để %(folder)s có thêm chỗ (dựng lại cần khoảng gấp đôi cỡ chỉ mục), rồi "
                "chạy lại lệnh này.",
                folder=str(refusal.home),
            ),
        )
    return Explanation(
        _("Không được phép ghi chỉ mục."),
        unchanged,
        _(
            "Cho tài khoản chạy lệnh này quyền ghi vào %(folder)s, rồi chạy lại.",
            folder=str(refusal.home),
        ),
    )


@click.group()
def index() -> None:
    """Chỉ mục tìm kiếm: dựng, cập nhật, theo dõi, đối chiếu với cơ sở dữ liệu."""


@index.command()
def build() -> None:
    """Dựng lại toàn bộ chỉ mục; trong lúc dựng, chỉ mục cũ vẫn phục vụ."""
    with Progress("Dựng chỉ mục", unit="biểu ghi") as progress:
        generation = maintenance.build_index(db.session, _home(), _step(progress))
    click.echo(f"Chỉ mục có {generation.records} biểu ghi.")


@index.command()
def update() -> None:
    """Đưa những biểu ghi vừa thay đổi vào chỉ mục."""
    with Progress("Cập nhật chỉ mục", unit="biểu ghi") as progress:
        count = maintenance.update_index(db.session, _home(), _step(progress))
    click.echo(f"Đã cập nhật {count} biểu ghi." if count else "Chỉ mục đã mới nhất.")


@index.command()
@click.option("--parent", type=int, hidden=True, help="Dừng khi tiến trình mẹ này không còn.")
def follow(parent: int | None) -> None:
    """Theo dõi cơ sở dữ liệu và đưa mọi thay đổi vào chỉ mục ngay, cho tới khi bị dừng.

    «portal serve» tự chạy lệnh này, trừ khi PORTAL_INDEX_FOLLOW=0.
    """
    follower.follow(follower.Follower(db.sessionmaker, _home()), parent)


@index.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Đối chiếu chỉ mục với cơ sở dữ liệu và nói chỗ khác nhau; khác thì mã thoát là 1."""
    with Progress("Đối chiếu", unit="biểu ghi") as progress:
        difference = maintenance.check_index(db.session, _home(), _step(progress))
    if not difference:
        click.echo("Chỉ mục khớp với cơ sở dữ liệu.")
        return
    tell(difference)
    ctx.exit(1)


def tell(difference: Difference) -> None:
    """Name every difference, and what to do about them."""
    if difference.damaged:
        click.echo(f"Không mở được chỉ mục: {difference.damaged}", err=True)
    for record_id in difference.twice:
        click.echo(f"biểu ghi {record_id}: có hai lần trong chỉ mục")
    for record_id in difference.missing:
        click.echo(f"thiếu trong chỉ mục: biểu ghi {record_id}")
    for record_id in difference.surplus:
        click.echo(f"thừa trong chỉ mục: biểu ghi {record_id}")
    for record_id, names in sorted(difference.different.items()):
        click.echo(f"khác: biểu ghi {record_id}: {', '.join(names)}")
    click.echo("Chạy «portal index update» để đưa thay đổi vào, hoặc «portal index build».")


def _home() -> Path:
    settings: Settings = current_app.config["PORTAL"]
    return settings.index_folder


def _step(progress: Progress) -> Step:
    def step(done: int, of: int) -> None:
        progress.total = of
        progress.reach(done)

    return step
