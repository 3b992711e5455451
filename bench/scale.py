"""The portal at scale: `python -m bench.scale [RECORDS …]`.

For each size it loads the demo and made-up records through the real import into a throw-away
instance, builds the index, and asks for pages as readers do, in this process and one at a time. It
instance, builds the index, and asks for pages as readers do, in this process, one at a time. It
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from bench.figures import megabytes, percentile
from portal.app import create_app
from portal.catalogue.models import Copy, Record
from portal.config import Settings
from portal.db import db, writing
from portal.demo.loading import load_editions, load_network, tell_the_past
from portal.demo.synthetic import synthetic_editions
from portal.demo.titles import editions
from portal.migrating import migrate
from portal.search.maintenance import build_index

AT_ONCE = 20_000
ROUNDS = 25
PAGES = {
    "home": ["/"],
    "1 syllable": ["/tim?q=hoa", "/tim?q=truyen", "/tim?q=nguoi"],
    "2–3 syllables": ["/tim?q=de+men", "/tim?q=lich+su+ha+noi", "/tim?q=truyen+kieu"],
    "author": ["/tim?q=nguyen+nhat+anh", "/tim?q=n%C3%B4ng+to+ho%C3%A0i", "/tim?q=vu+trong+phung"],
    "whole title": ["/tim?q=de+men+phieu+luu+ky", "/tim?q=nhung+nguoi+khon+kho"],
    "phrase": ["/tim?q=%22ha+noi%22", "/tim?q=%22lich+su%22"],
    "prefix": ["/tim?q=tho*", "/tim?q=van+h*"],
    "narrowed": ["/tim?q=truyen&library=HN-BT&language=vie&year_from=1990&available=1"],
    "by title": ["/tim?q=nguoi&sort=title"],
    "deep page": ["/tim?q=nguoi&page=20", "/tim?page=150"],
    "everything": ["/tim"],
    "nothing": ["/tim?q=khongcosachnaynhuthe", "/tim?q=demen+phieu+luu"],
    "record": ["/tai-lieu/1", "/tai-lieu/250"],
    "A–Z": ["/duyet/nhan-de?chu=N", "/duyet/tac-gia?chu=T"],
    "JSON API": ["/api/v1/search?q=truyen+kieu", "/api/v1/search?q=nguoi"],
}


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("records", nargs="*", type=int, default=[1_000, 50_000, 200_000])
    for count in options.parse_args().records:
        with tempfile.TemporaryDirectory() as folder:
            measure(count, Path(folder))


def measure(count: int, folder: Path) -> None:
    app = create_app(settings(folder))
    with app.app_context():
        migrate()
        fill(count)
    with app.app_context():
        records = db.session.scalar(select(func.count()).select_from(Record)) or 0
        copies = db.session.scalar(select(func.count()).select_from(Copy)) or 0
        print(f"\n## {records:,} records, {copies:,} copies\n")
        started = time.perf_counter()
        build_index(db.session, app.config["PORTAL"].index_folder)
        took = time.perf_counter() - started
    size = megabytes(folder / "index")
    print(f"index: built in {took:.1f} s ({records / took:,.0f} records/s), {size:.0f} MB\n")
    print(f"{'page':16}{'median ms':>10}{'p95':>8}{'max':>8}{'KB':>7}")
    for name, addresses in PAGES.items():
        print(page_row(app, name, addresses))
        sys.stdout.flush()


def settings(folder: Path) -> Settings:
    plenty = "1000000 per minute"
    return Settings(
        instance=folder, crawl_budget=plenty, api_budget=plenty, log_level="WARNING"
    ).prepared()


def fill(count: int) -> None:
    """The demo's own editions, then made-up ones up to `count`."""
    rows = editions()
    with writing():
        load_network(db.session)
        started = time.perf_counter()
        made = list(synthetic_editions(rows, max(count - len(rows), 0)))
        for part in [
            rows[:count],
            *(made[at : at + AT_ONCE] for at in range(0, len(made), AT_ONCE)),
        ]:
            if part:
                load_editions(db.session, part, lambda done, of: None)
        print(f"import of {count:,} editions: {time.perf_counter() - started:.1f} s")
        tell_the_past(db.session)
        db.session.commit()


def page_row(app: Flask, name: str, addresses: list[str]) -> str:
    client = app.test_client()
    times, sizes = [], []
    for turn in range(ROUNDS + 2):
        for address in addresses:
            started = time.perf_counter()
            response = asked(client, address)
            took = 1000 * (time.perf_counter() - started)
            if turn >= 2:
                times.append(took)
                sizes.append(len(response) / 1024)
    return (
        f"{name:16}{statistics.median(times):10.1f}{percentile(times, 95):8.1f}"
        f"{max(times):8.1f}{max(sizes):7.1f}"
    )


def asked(client: FlaskClient, address: str) -> bytes:
    response = client.get(address, follow_redirects=True)
    assert response.status_code == 200, (address, response.status_code)
    return response.data


if __name__ == "__main__":
    os.environ.pop("PORTAL_INSTANCE", None)
    main()
