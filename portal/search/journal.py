"""What updates bring into the serving index while a whole build is on its way: the ids of it.

The file is there for as long as a build runs, which reads it before its own index takes over. Only
who has the writing lock touches it. One that a killed build left does no harm: the next build
begins it anew, and an id too many means a record read once more.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

FILE = "meanwhile"


def begin(home: Path, folder: Path) -> None:
    """A build into that folder begins, and reads the database only after this."""
    (home / FILE).write_text(folder.name)


def folder(home: Path) -> str | None:
    """The name of the folder that is being built; None when none is."""
    try:
        return (home / FILE).read_text().partition("\n")[0] or None
    except FileNotFoundError:
        return None


def note(home: Path, record_ids: Iterable[int]) -> None:
    """An update that read the database before this call is about to serve these records."""
    if (home / FILE).exists():
        # The line's end comes first: what a killed update wrote in part stays a line of its own.
        with (home / FILE).open("a") as handle:
            handle.write("\n" + " ".join(map(str, record_ids)))


def noted(home: Path) -> set[int]:
    """All records noted since the build began."""
    _folder, _, lines = (home / FILE).read_text().partition("\n")
    return {int(number) for number in lines.split()}


def end(home: Path) -> None:
    (home / FILE).unlink(missing_ok=True)
