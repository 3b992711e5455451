"""gunicorn's worker: it looks at the sealing key and opens the index before it answers, has the
index follow the database and due work done beside it, and has our answer to an address that is too
long for it.

Such a request never reaches the application, so the page is here, in both languages, by itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import socket
import sys
from typing import Any

from flask import Flask
from gunicorn.arbiter import Arbiter
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from portal import key_texts as _texts  # noqa: F401 - whoever refuses has a text
from portal.db import db
from portal.jobs.running import keep_running
from portal.key_mark import ensure
from portal.refusals import Refusal
from portal.search.follower import keep_following
from portal.search.views.context import open_early
from portal.web.refusals import in_one_line

MOST_DRAINED = 4_000_000  # bytes still read of such a request, so that the answer is not cut off
PATIENCE = 1.0  # seconds to wait for them

# Of glibc's malloc.h.
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
MAPPED_FROM = 1 << 20  # bytes of a block that is mapped by itself, and unmapped when it is freed

PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Địa chỉ quá dài · Cổng bạn đọc</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body>
<h1>Câu tìm hoặc địa chỉ quá dài</h1>
<p>Cổng chỉ nhận địa chỉ dài tới 8.000 ký tự. Hãy rút gọn câu tìm: vài tiếng trong nhan đề hoặc tên
tác giả là đủ.</p><p><a href="/">Về trang tìm kiếm</a></p>
<p lang="en">This address is too long (8,000 characters at most). A few words of the title or the
author’s name are enough. <a href="/">Back to the search</a></p>
</body></html>
""".encode()
HEAD = (
    "HTTP/1.1 414 URI Too Long\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
    "Content-Security-Policy: default-src 'none'\r\nX-Content-Type-Options: nosniff\r\n"
    f"Content-Length: {len(PAGE)}\r\n\r\n"
).encode()


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn carries no types
    def load_wsgi(self) -> None:
        """Set what start-up made aside from garbage collection: it stays for good, and looking
        through it would hold up a reader for a tenth of a second every few dozen pages.
        """
        _give_memory_back()
        super().load_wsgi()
        if isinstance(self.wsgi, Flask):
            self._look_at_key(self.wsgi)
        gc.collect()
        gc.freeze()
        if isinstance(self.wsgi, Flask):
            open_early(self.wsgi)
            settings = self.wsgi.config["PORTAL"]
            if settings.index_follow:
                keep_following(settings.index_folder)
            if settings.jobs_run:
                keep_running(settings.instance)

    def _look_at_key(self, app: Flask) -> None:
        """With another key every page of a reader would be an error: the server does not start."""
        with app.app_context():
            try:
                ensure(db.engine, app.config["PORTAL"])
            except Refusal as refusal:
                self.log.error("%s", in_one_line(refusal))
                sys.exit(Arbiter.WORKER_BOOT_ERROR)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer a request gunicorn could not read; the log names no client."""
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, None, exc)
            return
        with contextlib.suppress(OSError):
            client.sendall(HEAD + PAGE)
            client.shutdown(socket.SHUT_WR)
            _drain(client)


def _give_memory_back() -> None:
    """Keep the threads' large arrays, of which none outlives a request, from staying with glibc.

    Left alone it gives each thread a heap of its own and, having seen large blocks freed, takes
    them from there: a worker grows to twice of what it holds.
    """
    with contextlib.suppress(OSError, AttributeError):  # another C library has no such knobs
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(ARENA_MAX, 2)
        mallopt(MMAP_THRESHOLD, MAPPED_FROM)
        mallopt(TRIM_THRESHOLD, 2 * MAPPED_FROM)


def _drain(client: Any) -> None:
    client.settimeout(PATIENCE)
    left = MOST_DRAINED
    while left > 0 and (data := client.recv(65536)):
        left -= len(data)
