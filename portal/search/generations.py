"""Which index serves: a pointer file that is replaced in one step, and the folders it may name.

A build writes a folder of its own and then moves the pointer; an update adds a segment to the
folder that serves and moves the pointer to Whoosh's next table of contents. A reader that holds
the old generation keeps its mapped files for as long as it likes.
"""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from portal.clock import now
from portal.refusals import Refusal
from portal.search import journal
from portal.search.tidying import sweep, tidy

__all__ = [
    "Generation",
    "building",
    "new_folder",
    "point_to",
    "read_pointer",
    "settle",
    "sweep",
    "writing",
]

POINTER = "current.json"
FORMAT = 4  # what the bytes of a segment mean; another number whenever that changes
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_LEAVE = (errno.EACCES, errno.EPERM, errno.EROFS)

log = logging.getLogger(__name__)


class IndexBusy(Refusal):
    """Another process is building the index, or updating it."""


@dataclass(eq=False)
class CannotWrite(Refusal):
    """The machine would not let the index be written. full: for want of room, else of leave."""

    home: Path
    full: bool


@dataclass(frozen=True, slots=True)
class Generation:
    """folder: name under the index's home. toc: Whoosh's generation in it.

    built_at: when the whole build read the database; availability: the last availability change
    that it saw there.
    """

    folder: str
    toc: int
    availability: int
    records: int
    built_at: str
    format: int = FORMAT


def read_pointer(home: Path) -> Generation | None:
    """The serving generation; None before the first build.

    None as well when its index is of another format than this program reads, as after an upgrade,
    and when the file is torn or names what is not there, which only a machine that lost
    its power or a person's hand can do: then the next run builds anew.
    """
    try:
        told = json.loads((home / POINTER).read_bytes())
        if told.get("format") != FORMAT:
            return None
        generation = Generation(**told)
        return generation if (home / generation.folder).is_dir() else None
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return None


def point_to(home: Path, generation: Generation) -> None:
    """Make a generation the serving one; it is whole on disk before the pointer names it."""
    settle(home / generation.folder)
    temporary = home / f"{POINTER}.new"
    with temporary.open("w") as handle:
        json.dump(asdict(generation), handle)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(temporary, home / POINTER)
    _sync(home)


def settle(folder: Path) -> None:
    """See to it that a folder and all its files outlast a loss of power.

    A file that was settled before costs next to nothing.
    """
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)
    _sync(folder.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def new_folder(home: Path) -> Path:
    folder = home / f"{now():%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    folder.mkdir(parents=True)
    return folder


@contextmanager
def writing(home: Path, *, wait: bool = False) -> Iterator[None]:
    """Be the one writer, and clear up what a killed one left.

    Raises IndexBusy when there is another and one will not wait, and CannotWrite for an OSError
    inside that a full disk or missing rights are the reason of.
    """
    with _locked(home, "lock", wait=wait):
        _clear_up(home)
        yield


@contextmanager
def building(home: Path) -> Iterator[None]:
    """Be the one who builds a whole index, while others may be writing. Raises as `writing`."""
    with _locked(home, "building", wait=False):
        yield


@contextmanager
def _locked(home: Path, name: str, *, wait: bool) -> Iterator[None]:
    """Hold a lock, which dies with its process."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        with (home / name).open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError as busy:
                raise IndexBusy from busy
            yield
    except OSError as error:
        full = error.errno in NO_ROOM or _half_written(error)
        if not full and error.errno not in NO_LEAVE:
            raise
        raise CannotWrite(home, full=full) from error


def _half_written(error: OSError) -> bool:
    """NumPy says only that fewer numbers were written than there were: no errno, no reason."""
    return error.errno is None and "requested and" in str(error)


def _clear_up(home: Path) -> None:
    """What cannot be cleared up stands in nobody's way."""
    if (generation := read_pointer(home)) is None:
        return
    try:
        sweep(home, generation.folder, journal.folder(home))
        tidy(home / generation.folder, generation.toc)
    except Exception:
        log.warning("the index folder could not be tidied", exc_info=True)
