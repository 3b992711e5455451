"""Loading the demo: network, then every library's file through the real import, then a little past.

What a file cannot say (when a copy came, when a loan is due, how often a title went out) is told to
the tables afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Copy, Record, SourceRecord
from portal.catalogue.union.importing import run_import
from portal.clock import today
from portal.demo.files import PREFIX, write_files
from portal.demo.spread import Shelf
from portal.demo.titles import Row
from portal.libraries.importing import import_closures, import_libraries
from portal.libraries.models import Library
from portal.libraries.network import network

NETWORK = Path(__file__).parent / "network"
LOAN_DAYS = 14
OVERDUE_DAYS = 4  # some loans are late, as in life
DAYS_BACK = 400  # copies came in over this time
BATCH = 2000

Step = Callable[[int, int], None]  # (libraries done, of how many)


def load_network(session: Session) -> None:
    """The demo's libraries and closures."""
    import_libraries(session, (NETWORK / "libraries.csv").read_bytes())
    import_closures(session, (NETWORK / "closures.csv").read_bytes())


def load_editions(
    session: Session, rows: Sequence[Row], step: Step, checkpoint: Callable[[], None] | None = None
) -> None:
    """Spread editions over the network and import each library's file.

    What was loaded before stays: new editions are numbered on from the last.
    """
    branches = network(session).branches
    shelves = [
        Shelf(branch.code, branch.kind, tuple(room.code for room in branch.rooms))
        for branch in branches
    ]
    with TemporaryDirectory() as folder:
        files = write_files(Path(folder), rows, shelves, _next_number(session))
        for done, (code, path) in enumerate(sorted(files.items()), 1):
            library = session.scalars(select(Library).where(Library.code == code)).one()
            run_import(session, [path], library, checkpoint=checkpoint)
            step(done, len(files))


def _next_number(session: Session) -> int:
    own = SourceRecord.number.startswith(PREFIX, autoescape=True)
    last = session.scalar(select(func.max(SourceRecord.number)).where(own))
    return int(last.removeprefix(PREFIX)) + 1 if last else 1


def newest_copy(session: Session) -> int:
    """The number of the last copy there is; 0 in an empty catalogue."""
    return session.scalar(select(func.max(Copy.id))) or 0


def tell_the_past(session: Session, after: int = 0) -> None:
    """Give copies the day they came, loans the day they are due, and titles their loans.

    Copies up to number `after`, and the titles they are of, were there before: theirs stays.
    """
    dice = Random("past")  # noqa: S311 - a demo, not a secret
    known = select(Copy.record_id).where(Copy.id <= after)
    copies = session.execute(
        select(Copy.id, Copy.record_id, Copy.status)
        .where(Copy.id > after, Copy.record_id.not_in(known))
        .order_by(Copy.id)
    ).all()
    arrived: dict[int, date] = {}
    rows, out = [], dict[int, int]()
    for copy_id, record_id, status in copies:
        came = arrived.setdefault(record_id, _day_before(dice, DAYS_BACK))
        loaned = status is CopyStatus.on_loan
        due = today() + timedelta(days=dice.randint(-OVERDUE_DAYS, LOAN_DAYS)) if loaned else None
        rows.append({"row": copy_id, "came": came, "due": due})
        out[record_id] = out.get(record_id, 0) + (5 if loaned else 1)
    _update_all(session, Copy, {"added_on": "came", "due_on": "due"}, rows)
    loans = [
        {"row": record_id, "loans": weight * dice.randint(1, 9)}
        for record_id, weight in out.items()
    ]
    _update_all(session, Record, {"loan_count": "loans"}, loans)


def _day_before(dice: Random, most: int) -> date:
    return today() - timedelta(days=dice.randint(0, most))


def _update_all(
    session: Session,
    table: type[Copy] | type[Record],
    columns: dict[str, str],
    rows: Sequence[Mapping[str, object]],
) -> None:
    statement = (
        update(table.__table__)  # type: ignore[arg-type]  # a mapped class has a Table
        .where(table.__table__.c.id == bindparam("row"))
        .values({column: bindparam(name) for column, name in columns.items()})
    )
    for start in range(0, len(rows), BATCH):
        session.connection().execute(statement, [dict(row) for row in rows[start : start + BATCH]])
