"""A database of any size in no time: made-up records put straight into the tables.

What stands there afterwards is what the import would have left of one file of the city library that
lists the copies of all branches: the same keys, orders and links. Only the lines of the copies are
missing from the rows kept as sent. `python -m bench.catalogue INSTANCE RECORDS` fills an instance.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bench.bulk_rows import BulkRows
from bench.filling import TABLES, Filling
from bench.made_up import Maker
from portal.app import create_app
from portal.config import Settings
from portal.db import db, session_scope, writing
from portal.demo.loading import load_network
from portal.libraries.models import Library
from portal.migrating import migrate
from portal.search.documents import uncollected

PEOPLE = 0.15  # made up for each record


def fill_database(where: Session | Engine, count: int, seed: int = 1) -> None:
    """Put `count` made-up records, with all that belongs to them, into a database.

    Loads the demo's network if there are no libraries. A session is left uncommitted. Indexes are
    dropped and made anew, so nobody else should be writing; on PostgreSQL it takes a superuser.
    """
    if isinstance(where, Engine):
        with session_scope(where) as session:
            fill_database(session, count, seed)
        return
    if where.scalar(select(Library.id).limit(1)) is None:
        load_network(where)
    where.flush()
    rows = BulkRows(where.connection())
    with rows.unindexed(list(TABLES.values())), uncollected():
        Filling(where, rows, Maker(seed, 100 + int(count * PEOPLE)), seed).fill(count)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("instance", type=Path)
    options.add_argument("records", type=int)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    settings = Settings.load({**os.environ, "PORTAL_INSTANCE": str(chosen.instance)})
    app = create_app(settings.prepared())
    with app.app_context(), writing():
        migrate()
        started = time.perf_counter()
        fill_database(db.session, chosen.records, chosen.seed)
        db.session.commit()
        took = time.perf_counter() - started
    print(f"{chosen.records:,} records in {took:.1f} s ({chosen.records / took:,.0f} a second)")


if __name__ == "__main__":
    main()
