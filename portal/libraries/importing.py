"""Libraries and closures from files into the tables (service: flushes, never commits).

A library is known by its code, so the same file twice changes nothing the second time. Columns a
file does not have are left as they are; an empty cell empties its field.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.libraries import closure_rows
from portal.libraries.closure_rows import ClosureRow
from portal.libraries.csv_table import read_table
from portal.libraries.models import Closure, Library
from portal.libraries.rows import HEADINGS, REQUIRED, LibraryRow, Problem, read_row, settle
from portal.libraries.storing import update_library


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, in lines of the file; `problems` say why lines were kept out."""

    added: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]
    unknown_headings: tuple[str, ...]

    @property
    def refused(self) -> int:
        return len({problem.line for problem in self.problems})


def import_libraries(session: Session, content: bytes) -> ImportReport:
    """Take the good lines of a library file. Raises `FileRefused` when it is no such file."""
    table = read_table(content, HEADINGS, REQUIRED)
    read = [read_row(line) for line in table.lines]
    good = [item for item in read if isinstance(item, LibraryRow)]
    rows, unsettled = settle(good, _parent_codes(session))
    problems = [problem for item in read if isinstance(item, list) for problem in item] + unsettled
    outcome = _store_libraries(session, rows)
    return ImportReport(
        added=outcome.count("added"),
        changed=outcome.count("changed"),
        unchanged=outcome.count("unchanged"),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        unknown_headings=table.unknown_headings,
    )


def _parent_codes(session: Session) -> dict[str, str | None]:
    rows = session.execute(select(Library.id, Library.code, Library.parent_id)).all()
    codes = {row.id: row.code for row in rows}
    return {row.code: codes.get(row.parent_id) for row in rows}


def _store_libraries(session: Session, rows: list[LibraryRow]) -> list[str]:
    """Write the rows; for each, in order, "added", "changed" or "unchanged"."""
    parts = (Library.rooms, Library.hours, Library.periods)
    everything = select(Library).options(*(selectinload(part) for part in parts))
    known = {library.code: library for library in session.scalars(everything)}
    added = [row.code for row in rows if row.code not in known]
    for row in rows:
        if row.code not in known:
            known[row.code] = Library(
                code=row.code,
                kind=row.values["kind"],
                name=row.values["name"],
                rooms=[],
                hours=[],
                periods=[],
            )
            session.add(known[row.code])
    session.flush()  # gives ids to parents, which may stand further down in the file
    ids = {code: library.id for code, library in known.items()}
    changed = {row.code for row in rows if update_library(known[row.code], row.values, ids)}
    session.flush()
    return [
        "added" if row.code in added else "changed" if row.code in changed else "unchanged"
        for row in rows
    ]


def import_closures(session: Session, content: bytes) -> ImportReport:
    """Take the good lines of a closure file; a closure that is there already stays unchanged.

    Nothing is removed: past closures are history, and a day can be given back by hand.
    Raises `FileRefused` when it is no such file.
    """
    table = read_table(content, closure_rows.HEADINGS, closure_rows.REQUIRED)
    ids = {row.code: row.id for row in session.execute(select(Library.code, Library.id))}
    read = [closure_rows.read_row(line, ids.keys()) for line in table.lines]
    rows = [item for item in read if isinstance(item, ClosureRow)]
    added = _store_closures(session, rows, ids)
    return ImportReport(
        added=added,
        changed=0,
        unchanged=len(rows) - added,
        problems=tuple(problem for item in read if isinstance(item, list) for problem in item),
        unknown_headings=table.unknown_headings,
    )


def _store_closures(session: Session, rows: list[ClosureRow], ids: dict[str, int]) -> int:
    """Add what is not there yet; the number of rows that added something."""
    known = {
        (c.library_id, c.first_day, c.last_day, c.reason, c.opens, c.closes)
        for c in session.scalars(select(Closure))
    }
    added = 0
    for row in rows:
        library_id = ids[row.library_code] if row.library_code else None
        spans: list[tuple[int | None, int | None]] = [(s.opens, s.closes) for s in row.spans]
        days = (library_id, row.first_day, row.last_day, row.reason)
        fresh = [(*days, *span) for span in spans or [(None, None)]]
        fresh = [item for item in fresh if item not in known]
        for library, first, last, reason, opens, closes in fresh:
            session.add(
                Closure(
                    library_id=library,
                    first_day=first,
                    last_day=last,
                    reason=reason,
                    opens=opens,
                    closes=closes,
                )
            )
        known.update(fresh)
        added += bool(fresh)
    session.flush()
    return added
