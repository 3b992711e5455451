"""Clearing up what earlier runs left behind: only the one writer does it, before it writes.

Nothing that serves is touched, and nothing that has just stopped serving: a reader may have read
the pointer a moment ago and be opening those very files. One that comes too late for files that
are gone finds that the pointer has moved on (`LiveIndex`).
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from whoosh.index import TOC

from portal.search.codec.storage import MappedStorage
from portal.search.schema import INDEX_NAME

KEPT = 2  # folders left beside the serving one, for readers that are just opening them
_TOC = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc(\..+)?")
_SEGMENT = re.compile(rf"({INDEX_NAME}_[0-9a-z]+)\.")


def sweep(home: Path, serving: str, building: str | None = None) -> None:
    """Take away folders of earlier or broken builds, but for the newest few; never the one that
    is being built."""
    folders = [path for path in home.iterdir() if path.is_dir() and path.name != serving]
    folders.sort(key=lambda path: (path.name == building, path.name))
    for folder in folders[:-KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


def tidy(folder: Path, toc: int) -> None:
    """Take away what no table of contents from `toc` on names: the serving one is `toc`.

    Those are the segments of updates that were killed, and those that were merged away by the
    update before the last. A later table of contents is one no pointer ever named.

    Raises OSError or whatever reading a damaged table of contents raises.
    """
    contents = TOC.read(MappedStorage(str(folder)), INDEX_NAME, gen=toc)
    kept = {segment.segment_id() for segment in contents.segments}
    for path in folder.iterdir():
        if found := _TOC.match(path.name):
            gone = int(found[1]) != toc or found[2] is not None
        else:
            segment = _SEGMENT.match(path.name)
            gone = segment is not None and segment[1] not in kept
        if gone:
            path.unlink(missing_ok=True)
