"""Processes that write the index and are killed on the way, at a step the test chooses."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.db import make_engine
from portal.search.maintenance import build_index, update_index

ACTS: dict[str, Callable[[Session, Path], object]] = {"build": build_index, "update": update_index}
FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.link")

# Children are forked from a server that has everything imported and nothing else going on.
_context = get_context("forkserver")
_context.set_forkserver_preload([__name__])


def killed(act: str, url: str, home: Path, step: int) -> bool:
    """Run an act in a process of its own that kills itself at a step, counted from 1.

    False when the act was done before it came to that step.
    """
    process = _context.Process(target=_run, args=(act, url, str(home), step))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0


def _run(act: str, url: str, home: str, step: int) -> None:
    """Steps: each change in the index's folder, each fsync, each statement and end of transaction;
    the process ends just before its last one is done."""
    left = step

    def count(*args: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(name: str, args: tuple[Any, ...]) -> None:
        opened = name == "open" and isinstance(args[2], int) and args[2] & FOR_WRITING
        if (opened or name in CHANGES) and str(args[0]).startswith(home):
            count()

    engine = make_engine(url)
    for name in ("before_cursor_execute", "commit", "rollback"):
        event.listen(engine, name, count)
    os.fsync = count  # type: ignore[assignment]  # no power is lost here, and waiting is long
    sys.addaudithook(watch)
    with Session(engine) as session:
        ACTS[act](session, Path(home))
