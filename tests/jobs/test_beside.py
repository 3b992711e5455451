"""Due work runs beside the server: once however many processes serve, and no longer than they."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.mail import post
from tests.ports import free_port
from tests.waiting import until


def environment(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "PORTAL_INSTANCE": str(settings.instance),
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_SEALING_KEY": settings.sealing_key,
        "PORTAL_WORKERS": "2",
        "PORTAL_INDEX_FOLLOW": "no",
        "PORT": str(free_port()),
    }


@pytest.fixture
def server(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "portal", "serve"]
    with subprocess.Popen(command, env=environment(settings), stderr=subprocess.DEVNULL) as process:
        yield process
        process.kill()


def runners(of: int) -> list[int]:
    """The runners of jobs beside a server: grandchildren of its process."""
    return [
        child
        for worker in _children(of)
        for child in _children(worker)
        if b"jobs\0run" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def _children(process: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []


def test_mails_leave_while_the_portal_serves(
    server: subprocess.Popen[bytes], session: Session, settings: Settings
) -> None:
    post(session, "trial", to="lan@example.vn", locale="vi", values={"day": date(2026, 4, 21)})
    session.commit()
    until(lambda: settings.mail_folder.is_dir() and any(settings.mail_folder.glob("*.eml")))
    until(lambda: len(runners(server.pid)) == 1)
    first = runners(server.pid)
    os.kill(first[0], signal.SIGKILL)
    until(lambda: len(runners(server.pid)) == 1 and runners(server.pid) != first)
    last = runners(server.pid)[0]
    server.kill()
    until(lambda: not Path(f"/proc/{last}").exists())
