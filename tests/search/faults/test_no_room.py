"""The machine will not let the index be written: told in words, and what serves goes on."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.search.generations import building, read_pointer, writing
from portal.search.live import LiveIndex
from portal.search.maintenance import build_index, check_index
from tests import make

Limit = Callable[[], None]


@pytest.fixture
def home(session: Session, settings: Settings) -> Path:
    for number in range(300):
        make.record(session, f"Sách thứ {number}", notes=f"chữ{number} " * 20)
    session.commit()
    build_index(session, settings.index_folder)
    return settings.index_folder


def no_file_beyond(size: int) -> Limit:
    """As on a full disk: writing on fails (without the limit's own signal)."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def portal(
    settings: Settings, *arguments: str, limit: Limit | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PORTAL_INSTANCE": str(settings.instance),
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_SECRET_KEY": settings.secret_key,  # made before the disk was full
        "PORTAL_SEALING_KEY": settings.sealing_key,
    }
    return subprocess.run(
        [sys.executable, "-m", "portal", "index", *arguments],
        env=environment,
        preexec_fn=limit,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("act", ["build", "update"])
@pytest.mark.parametrize("size", [500, 2000])
def test_a_full_disk_is_told_and_what_serves_goes_on(
    session: Session, settings: Settings, home: Path, act: str, size: int
) -> None:
    before, worker = read_pointer(home), LiveIndex(home, may_lag=0)
    for number in range(300):
        make.record(session, f"Sách thêm {number}", notes=f"thêm{number} " * 20)
    session.commit()
    ended = portal(settings, act, limit=no_file_beyond(size))
    assert ended.returncode == 1
    assert "Hết chỗ trên đĩa" in ended.stderr
    assert str(home) in ended.stderr
    assert "Traceback" not in ended.stderr
    assert read_pointer(home) == before
    assert worker.snapshot(session).count == 300
    assert LiveIndex(home).snapshot(session).count == 300
    session.rollback()
    assert portal(settings, act).returncode == 0
    assert worker.snapshot(session).count == 600
    assert not check_index(session, home)
    assert len([path for path in home.iterdir() if path.is_dir()]) <= 3


@pytest.mark.parametrize("act", ["build", "update"])
def test_a_second_writer_is_sent_away_in_words(settings: Settings, home: Path, act: str) -> None:
    with building(home) if act == "build" else writing(home):
        ended = portal(settings, act)
    assert ended.returncode == 1
    assert "Chỉ mục đang được ghi" in ended.stderr
    assert "chạy lại" in ended.stderr
    assert portal(settings, act).returncode == 0


def test_of_two_started_at_once_one_writes(
    session: Session, settings: Settings, home: Path
) -> None:
    environment = {
        **os.environ,
        "PORTAL_INSTANCE": str(settings.instance),
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_SEALING_KEY": settings.sealing_key,
    }
    command = [sys.executable, "-m", "portal", "index", "build"]
    at_once = [
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    ends = [(process.communicate(timeout=120)[1], process.returncode) for process in at_once]
    assert 0 in {code for _, code in ends}
    for told, code in ends:
        assert code == 0 or "Chỉ mục đang được ghi" in told
    assert not check_index(session, home)
