"""`portal serve` as a real process, and what runs beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.config import Settings
from tests.ports import free_port
from tests.waiting import until


def environment(settings: Settings, **others: str) -> dict[str, str]:
    """Of a server of two processes on an instance, settings besides."""
    return {
        **os.environ,
        "PORTAL_INSTANCE": str(settings.instance),
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_SEALING_KEY": settings.sealing_key,
        "PORTAL_WORKERS": "2",
        "PORT": str(free_port()),
        **others,
    }


@contextmanager
def serving(settings: Settings, **others: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "portal", "serve"]
    given = environment(settings, **others)
    with subprocess.Popen(command, env=given, stderr=subprocess.DEVNULL) as process:
        yield process
        process.kill()


def beside(server: int, *command: str, but: int = 0) -> int:
    """The one process of a command beside a server (a grandchild of its process), once it is there;
    but: one that was there before.
    """
    found: list[int] = []

    def alone() -> bool:
        found[:] = _grandchildren(server, "\0".join(command).encode())
        return len(found) == 1 and found[0] != but

    until(alone)
    return found[0]


def _grandchildren(server: int, wanted: bytes) -> list[int]:
    return [
        child
        for worker in _children(server)
        for child in _children(worker)
        if wanted in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def _children(process: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []
