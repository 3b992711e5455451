"""What a command says when the disk under the database is full, or answers with errors."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from portal.i18n import gettext as _
from portal.refusals import Refusal
from portal.web.refusals import Explanation, explains

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
LITTLE = 64 * 1024  # bytes: SQLite asks for room page by page
PG_DISK_FULL, PG_IO_ERROR = "53100", "58030"


@dataclass(eq=False)
class DatabaseUnwritable(Refusal):
    """place: the file, or the server and its database. full: there is no room, else errors."""

    place: str
    full: bool


@explains(DatabaseUnwritable)
def unwritable(refusal: DatabaseUnwritable) -> Explanation:
    kept = _("Phần đang ghi dở đã được bỏ đi; những gì đã lưu trước đó vẫn nguyên vẹn.")
    if refusal.full:
        return Explanation(
            _("Hết chỗ trên đĩa khi ghi dữ liệu"),
            kept,
            _("Dọn bớt để %(place)s có thêm chỗ, rồi chạy lại lệnh này.", place=refusal.place),
        )
    return Explanation(
        _("Đĩa báo lỗi khi đọc hoặc ghi cơ sở dữ liệu"),
        kept,
        _(
            "Kiểm tra đĩa và hạn mức dung lượng của %(place)s, rồi chạy lại lệnh này.",
            place=refusal.place,
        ),
    )


def no_room(error: BaseException, url: str) -> DatabaseUnwritable | None:
    """The refusal that an error of the database at `url` amounts to; None for any other error."""
    for one in _behind(error):
        if isinstance(one, sqlite3.Error):
            return _of_sqlite(getattr(one, "sqlite_errorname", ""), sa.make_url(url).database or "")
        if (state := getattr(one, "sqlstate", None)) in (PG_DISK_FULL, PG_IO_ERROR):
            return DatabaseUnwritable(_server(sa.make_url(url)), state == PG_DISK_FULL)
        if isinstance(one, OSError) and one.errno in NO_ROOM:
            return DatabaseUnwritable(str(one.filename or _file(url)), full=True)
    return None


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """What happened, and what made it happen: a roll-back may fail of the same."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _of_sqlite(name: str, file: str) -> DatabaseUnwritable | None:
    if name == "SQLITE_FULL":
        return DatabaseUnwritable(file, full=True)
    failing = name.startswith("SQLITE_IOERR")
    # Beside a full disk the files of the log cannot be made or mapped, which is told otherwise.
    if (failing or name == "SQLITE_CANTOPEN") and _is_full(Path(file).parent):
        return DatabaseUnwritable(file, full=True)
    return DatabaseUnwritable(file, full=False) if failing else None


def _is_full(folder: Path) -> bool:
    return folder.is_dir() and shutil.disk_usage(folder).free < LITTLE


def _server(url: sa.URL) -> str:
    return f"PostgreSQL {url.host or 'localhost'}/{url.database}"


def _file(url: str) -> str:
    return sa.make_url(url).database or ""
