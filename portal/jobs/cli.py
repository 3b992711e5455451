"""Commands for due work."""

from __future__ import annotations

from datetime import datetime

import click
from flask import current_app
from sqlalchemy import select

from portal import beside
from portal.clock import in_hanoi
from portal.db import db
from portal.jobs.models import JobState
from portal.jobs.registry import jobs as registered
from portal.jobs.running import Runner


@click.group()
def jobs() -> None:
    """Việc đến hạn: gửi thư, xóa dữ liệu hết hạn lưu."""


@jobs.command()
@click.option("--once", is_flag=True, help="Làm những việc đang đến hạn rồi thôi.")
@click.option(
    "--every",
    type=click.FloatRange(min=0.1),
    default=1.0,
    show_default=True,
    help="Số giây giữa hai lần xem.",
)
@click.option("--parent", type=int, hidden=True, help="Dừng khi tiến trình mẹ này không còn.")
@click.pass_context
def run(ctx: click.Context, once: bool, every: float, parent: int | None) -> None:
    """Làm mọi việc đến hạn, cho tới khi bị dừng; nhiều nơi cùng chạy thì không việc nào làm đôi.

    «portal serve» tự chạy lệnh này, trừ khi PORTAL_JOBS_RUN=0. Với --once, mã thoát là 1 khi có
    việc không xong.
    """
    runner = Runner(db.sessionmaker, current_app.config["PORTAL"], every=every)
    if not once:
        beside.go_on(runner.look, parent)
    runner.run_due()
    if _in_trouble():
        ctx.exit(1)


@jobs.command()
@click.pass_context
def status(ctx: click.Context) -> None:
    """Từng việc: lần chạy trước, lần sau, trở ngại nếu có; mã thoát là 1 khi có việc không xong."""
    for job in registered():
        state = db.session.get(JobState, job.name)
        click.echo(f"{job.name}: {_told(state)}")
        for line in job.report(db.session) if job.report else ():
            click.echo(f"    {line}")
    if _in_trouble():
        ctx.exit(1)


def _told(state: JobState | None) -> str:
    if state is None or state.started_at is None:
        return "chưa chạy lần nào"
    last = f"chạy lần cuối {_clock(state.started_at)}"
    if state.trouble:
        return (
            f"{last}, không xong {state.troubles} lần liền ({state.trouble}); "
            f"thử lại {_clock(state.due_at)}"
        )
    return f"{last}, làm được {state.done or 0}"


def _in_trouble() -> bool:
    db.session.rollback()  # what was seen before the run
    return (
        db.session.scalar(select(JobState.name).where(JobState.troubles > 0).limit(1)) is not None
    )


def _clock(moment: datetime) -> str:
    return f"{in_hanoi(moment):%d/%m/%Y %H:%M:%S}"
