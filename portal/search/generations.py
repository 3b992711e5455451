"""Which index serves: a pointer file that is replaced in one step, and the folders it may name.

A build writes a folder of its own and then moves the pointer; an update adds a segment to the
folder that serves and moves the pointer to Whoosh's next table of contents. A reader that holds
the old generation keeps its mapped files for as long as it likes.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from portal.clock import now
from portal.refusals import Refusal

POINTER = "current.json"
KEPT = 2  # folders left behind the serving one, for readers that are just opening them


class IndexBusy(Refusal):
    """Another process is building or updating the index."""


@dataclass(frozen=True, slots=True)
class Generation:
    """folder: name under the index's home. toc: Whoosh's generation in it.

    availability: the last availability change that the whole build had seen.
    """

    folder: str
    toc: int
    availability: int
    records: int
    built_at: str


def read_pointer(home: Path) -> Generation | None:
    """The serving generation; None before the first build."""
    try:
        return Generation(**json.loads((home / POINTER).read_text()))
    except FileNotFoundError:
        return None


def point_to(home: Path, generation: Generation) -> None:
    """Make a generation the serving one; it is whole on disk before the pointer names it."""
    temporary = home / f"{POINTER}.{os.getpid()}"
    with temporary.open("w") as handle:
        json.dump(asdict(generation), handle)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(temporary, home / POINTER)


def new_folder(home: Path) -> Path:
    folder = home / f"{now():%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    folder.mkdir(parents=True)
    return folder


def sweep(home: Path, serving: str) -> None:
    """Take away folders of earlier or broken builds, but for the newest few."""
    folders = sorted(path for path in home.iterdir() if path.is_dir() and path.name != serving)
    for folder in folders[:-KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """Be the one writer. Raises IndexBusy when there is another; the lock dies with its process."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise IndexBusy from busy
        yield
