"""How soon a change is found: `python -m bench.freshness [ROUNDS] [--records N]`.

The demo catalogue in a throw-away instance, `portal serve` with two workers and the follower. After
each change both workers are asked over and over until each has found it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

import portal.app  # noqa: F401 - all tables
from portal.catalogue.availability import set_status
from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Copy, Record
from portal.clock import now
from portal.db import make_engine, writing
from tests.ports import free_port

WORKERS = 2
# Titles no slip of the finger turns into one another: a search that finds nothing is mended.
TITLES = (
    "kangaroo xylophone", "volcano whisper", "bumblebee quartz", "jigsaw flamingo",
    "zeppelin mirth",
    "oxygen puddle", "fjord lacquer", "wombat cinnamon", "gazebo thunder", "rhubarb sphinx",
    "kayak velvet", "yoghurt dynamo", "piccolo haystack",
)  # fmt: skip
AGREEING = 24  # answers one after another that have the change: so every worker has it
LONGEST = 60.0  # seconds to wait for a change


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("rounds", nargs="?", type=int, default=8, choices=range(1, 11))
    options.add_argument("--many", type=int, default=1000, help="records changed at once")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = set_up(Path(folder))
        engine = make_engine(f"sqlite:///{folder}/portal.sqlite")
        with serving(environment) as address, Session(engine) as session:
            print(f"{'change':28}{'median s':>10}{'worst s':>10}")
            show("one record", [edited(session, address, n, 1) for n in range(chosen.rounds)])
            many = [edited(session, address, -1 - n, chosen.many) for n in range(3)]
            show(f"{chosen.many} records", many)
            show("one copy back", [lent(session, address) for _ in range(chosen.rounds)])
        engine.dispose()


def set_up(folder: Path) -> dict[str, str]:
    plenty = "1000000 per minute"
    environment = {
        **os.environ,
        "PORTAL_INSTANCE": str(folder),
        "PORTAL_WORKERS": str(WORKERS),
        "PORTAL_API_BUDGET": plenty,
        "PORTAL_LOG_LEVEL": "ERROR",
        "PORT": str(free_port()),
    }
    subprocess.run(
        [sys.executable, "-m", "portal", "setup"], env=environment, check=True, capture_output=True
    )
    return environment


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    address = f"http://127.0.0.1:{environment['PORT']}/api/v1/search?"
    command = [sys.executable, "-m", "portal", "serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:  # noqa: S603
        try:
            wait(lambda: total(address, "q=ha+noi") > 0)
            time.sleep(5)  # the follower starts after the workers
            yield address
        finally:
            server.terminate()


def edited(session: Session, address: str, number: int, count: int) -> float:
    """Seconds from the commit until every worker finds the records by their new titles."""
    title = TITLES[number]
    with writing():
        ids = list(session.scalars(select(Record.id).order_by(Record.id).limit(count)))
        session.execute(
            update(Record).where(Record.id.in_(ids)).values(title=title, changed_at=now())
        )
        works = len(set(session.scalars(select(Record.work_id).where(Record.id.in_(ids)))))
        session.commit()
    return until_all(lambda: total(address, f"q={quote(chr(34) + title + chr(34))}") == works)


def lent(session: Session, address: str) -> float:
    """Seconds from the return of a title's only copy until every worker counts it."""
    before = total(address, "available=1")
    with writing():
        works = select(Record.work_id).join(Copy).group_by(Record.work_id)
        out = works.having(func.max(Copy.status == CopyStatus.available) == 0)
        query = (
            select(Copy)
            .join(Record)
            .where(Record.work_id.in_(out), Copy.status == CopyStatus.on_loan)
        )
        copy = session.scalars(query.limit(1)).one()
        set_status(session, copy, CopyStatus.available)
        session.commit()
    return until_all(lambda: total(address, "available=1") != before)


def until_all(found: Callable[[], bool]) -> float:
    """Seconds until the first of `AGREEING` answers in a row that have it."""
    started = time.perf_counter()
    last = started
    agreed = 0
    while agreed < AGREEING:
        if found():
            last = time.perf_counter() if not agreed else last
            agreed += 1
        else:
            agreed = 0
        if time.perf_counter() - started > LONGEST:
            raise TimeoutError
    return last - started


def wait(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        try:
            if happened():
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError


def total(address: str, query: str) -> int:
    with urlopen(f"{address}{query}&per_page=1") as answer:  # noqa: S310 - this machine's own server
        return int(json.load(answer)["total"])


def show(name: str, seconds: list[float]) -> None:
    print(f"{name:28}{statistics.median(seconds):10.2f}{max(seconds):10.2f}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
