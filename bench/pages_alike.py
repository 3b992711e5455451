"""The same answers before a change and after it.

`python -m bench.pages_alike write INSTANCE FOLDER` asks for pages as readers do, at one moment that
stands still, and keeps every answer with its headers. `python -m bench.pages_alike compare BEFORE
AFTER` names the addresses whose answers differ, and with `--lines` shows where.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from itertools import islice
from pathlib import Path
from unittest.mock import patch

from flask import Flask
from sqlalchemy import select

from bench.readers import addresses
from portal.app import create_app
from portal.config import Settings
from portal.db import db
from portal.libraries.models import Library

MOMENT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)  # half past nine on a Tuesday in Hà Nội
CHANGING = {"X-Request-ID", "X-RateLimit-Reset", "Retry-After", "Set-Cookie"}  # by other clocks


class Stopped(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Stopped:
        return cls.fromtimestamp(MOMENT.timestamp(), tz)


ODD = (
    "/tim",
    "/tim?page=3",
    "/tim?q=khongcosachnaynhuthe",
    "/tim?q=khongcosachnaynhuthe&language=eng&year_from=1990",
    "/tim?q=demen+phieu+luu",
    "/tim?q=nguyeenx+nhaatj+anh",
    "/tim?q=ha+noi&page=4000",
    "/tim?q=ha+noi&exact=1",
    "/tim?q=ha+noi&field=title&language=eng&language=fre",
    "/tim?q=truyen&ddc=8&ddc=9",
    "/tim?q=truyen&ddc=895&year_from=1990&year_to=2010",
    "/tim?q=truyen&year_to=1990",
    "/tim?q=truyen&material=book&sort=newest",
    "/tim?q=truyen&material=comic&author=1&subject=2",
    "/tim?q=truyen&author=999999999",
    "/tim?q=ha+noi&library=HN-BT&library=HN-HD&available=1",
    "/tim?q=ha+noi&library=HN-BT&room=HN-BT.K1",
    "/tim?q=%3Cb%3E%26%22%27&library=KHONG",
    "/tim?q=-truyen&sort=oldest",
    "/tim?q=hoa+%7C+la&sort=loans&per_page=50",
    "/tim?q=hoa&sort=added&per_page=100&page=2",
    "/tim?q=978*",
    "/tim?q=sach&sort=khong&page=-1",
    "/tim/loc/author?q=ha+noi",
    "/tim/nang-cao",
    "/",
    "/sach-moi",
    "/duyet/nhan-de?chu=N",
    "/tai-lieu/1",
    "/tai-lieu/2/isbd",
    "/tac-gia/1",
)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    verbs = options.add_subparsers(required=True)
    write = verbs.add_parser("write")
    write.add_argument("instance", type=Path)
    write.add_argument("folder", type=Path)
    write.add_argument("--searches", type=int, default=200)
    write.set_defaults(verb=_write)
    compare = verbs.add_parser("compare")
    compare.add_argument("before", type=Path)
    compare.add_argument("after", type=Path)
    compare.add_argument("--lines", type=int, default=0, help="of each difference to show")
    compare.set_defaults(verb=_compare)
    chosen = options.parse_args()
    sys.exit(chosen.verb(chosen))


def _write(chosen: argparse.Namespace) -> int:
    plenty = "1000000 per minute"
    settings = Settings(instance=chosen.instance, crawl_budget=plenty, log_level="WARNING")
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with patch("portal.clock.datetime", Stopped):  # nobody else reads the clock
        app = create_app(settings.prepared())
        for number, answer in enumerate(answers(app, chosen.searches)):
            (chosen.folder / f"{number:04}").write_bytes(answer)
    return 0


def answers(app: Flask, searches: int) -> Iterator[bytes]:
    """Each page as three readers get it: in either language, and with a library of their own."""
    with app.app_context():
        asked = [*ODD, *addresses(db.session, searches)]
        code = db.session.scalar(select(Library.code).order_by(Library.id).limit(1)) or ""
    readers: tuple[dict[str, str], ...] = ({}, {"lang": "en"}, {"library": code})
    for address in asked:
        for cookies in readers:
            yield _answer(app, address, cookies)


def _answer(app: Flask, address: str, cookies: dict[str, str]) -> bytes:
    client = app.test_client()
    for name, value in cookies.items():
        client.set_cookie(name, value)
    response = client.get(address)
    headers = [f"{name}: {value}" for name, value in response.headers if name not in CHANGING]
    told = [f"{address} {cookies or ''}", response.status, *sorted(headers), "", ""]
    body: bytes = response.data
    return "\n".join(told).encode() + body


def _compare(chosen: argparse.Namespace) -> int:
    names = sorted({path.name for folder in _folders(chosen) for path in folder.iterdir()})
    differing = 0
    for name in names:
        before, after = (_read(folder / name) for folder in _folders(chosen))
        if before != after:
            differing += 1
            print(name, (after or before)[0])
            changes = difflib.unified_diff(before, after, n=0, lineterm="")
            print(*islice(changes, 2, 2 + chosen.lines), sep="\n")
    print(f"{differing} of {len(names)} differ")
    return int(differing > 0)


def _folders(chosen: argparse.Namespace) -> tuple[Path, Path]:
    return chosen.before, chosen.after


def _read(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n") if path.exists() else []


if __name__ == "__main__":
    main()
