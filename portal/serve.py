"""``portal serve``: the server, with as many workers as the machine has cores.

gunicorn takes this process over, so the master holds nothing of the portal: ``kill -HUP`` starts
workers with the new code and lets the old ones finish what they are answering.
"""

import os
import sys
from typing import cast

import click
from flask import current_app
from werkzeug.serving import is_running_from_reloader

from portal.config import Settings
from portal.jobs.running import keep_running
from portal.search.follower import keep_following

GRACE_SECONDS = 30
TIMEOUT_SECONDS = 60


@click.command()
@click.option("--host", help="Địa chỉ để lắng nghe (mặc định theo thiết lập).")
@click.option("--port", type=click.IntRange(1, 65535), help="Cổng (mặc định theo thiết lập).")
@click.option("--dev", is_flag=True, help="Một tiến trình, tự nạp lại khi mã nguồn thay đổi.")
def serve(host: str | None, port: int | None, dev: bool) -> None:
    """Chạy máy chủ web."""
    settings = cast(Settings, current_app.config["PORTAL"])
    host, port = host or settings.host, port or settings.port
    click.echo(f"Cổng bạn đọc: http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}")  # noqa: S104 - compared, not bound
    click.echo(f"Dữ liệu: {settings.instance}    Dừng: Ctrl+C")
    sys.stdout.flush()
    if dev:
        if settings.index_follow and is_running_from_reloader():
            keep_following(settings.index_folder)
        if settings.jobs_run and is_running_from_reloader():
            keep_running(settings.instance)
        current_app.run(host, port, debug=False, use_reloader=True, load_dotenv=False)
        return
    command = gunicorn_command(settings, host, port)
    os.execv(command[0], command)  # noqa: S606 - our own interpreter


def gunicorn_command(settings: Settings, host: str, port: int) -> list[str]:
    """The command line that serves ``settings`` on ``host:port``."""
    options = {
        "bind": f"{f'[{host}]' if ':' in host else host}:{port}",
        "workers": settings.workers or os.cpu_count() or 1,
        "worker-class": "portal.worker.Worker",
        "threads": settings.threads,
        "timeout": TIMEOUT_SECONDS,
        "graceful-timeout": GRACE_SECONDS,
        "keep-alive": 5,
        "limit-request-line": 8190,
        "log-level": "warning",
        "name": "portal",
    }
    named = [f"--{name}={value}" for name, value in options.items()]
    program = [sys.executable, "-m", "gunicorn", "--no-control-socket"]
    return [*program, *named, "portal.app:create_app()"]
