"""What libraries sent lately."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.models import ImportRun
from portal.desk.scope import Desk


def latest_runs(session: Session, desk: Desk, limit: int) -> Sequence[ImportRun]:
    """The newest first; a librarian's own library's only."""
    query = select(ImportRun).order_by(ImportRun.id.desc()).limit(limit)
    if desk.library_id is not None:
        query = query.where(ImportRun.library_id == desk.library_id)
    return session.scalars(query).all()
