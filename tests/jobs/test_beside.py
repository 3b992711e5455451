"""Due work runs beside the server: once however many processes serve, and no longer than they."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.mail import post
from tests.serving import beside, serving
from tests.waiting import until


@pytest.fixture
def server(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    with serving(settings, PORTAL_INDEX_FOLLOW="no") as process:
        yield process


def test_mails_leave_while_the_portal_serves(
    server: subprocess.Popen[bytes], session: Session, settings: Settings
) -> None:
    post(session, "trial", to="lan@example.vn", locale="vi", values={"day": date(2026, 4, 21)})
    session.commit()
    until(lambda: settings.mail_folder.is_dir() and any(settings.mail_folder.glob("*.eml")))
    first = beside(server.pid, "jobs", "run")
    os.kill(first, signal.SIGKILL)
    last = beside(server.pid, "jobs", "run", but=first)
    server.kill()
    until(lambda: not Path(f"/proc/{last}").exists())
