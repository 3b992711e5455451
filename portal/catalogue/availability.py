"""Telling the search that copies came or went, in the transaction that moved them.

The index is not touched: a worker reads on from the last change it has seen and asks the database
about the records named there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import AvailabilityChange, Copy, Record
from portal.clock import now

GONE = (CopyStatus.withdrawn, CopyStatus.lost)  # no copy of the library any more
KEPT = timedelta(days=1)  # a worker that slept longer reads all availability anew


def note_changes(session: Session, record_ids: Iterable[int]) -> None:
    """Copies of these records changed status or place."""
    moment = now()
    rows = [{"record_id": record_id, "at": moment} for record_id in sorted(set(record_ids))]
    if rows:
        session.execute(insert(AvailabilityChange), rows)


def set_status(
    session: Session, copy: Copy, status: CopyStatus, due_on: date | None = None
) -> None:
    """Say where a copy stands now; `due_on` is kept for one on loan and dropped for any other.

    Which libraries hold a record is indexed: a copy that goes for good, or is found, changes it.
    """
    if (copy.status in GONE) is not (status in GONE):
        changed = update(Record).where(Record.id == copy.record_id).values(changed_at=now())
        session.execute(changed)
    copy.status = status
    copy.due_on = due_on if status is CopyStatus.on_loan else None
    session.flush()
    note_changes(session, [copy.record_id])


def prune(session: Session) -> None:
    """Forget changes that every worker has seen long ago; the newest stays, as the count so far."""
    newest = select(func.max(AvailabilityChange.id)).scalar_subquery()
    session.execute(
        delete(AvailabilityChange).where(
            AvailabilityChange.at < now() - KEPT, AvailabilityChange.id < newest
        )
    )
