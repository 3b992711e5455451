"""Changing a row of settings, and the log of who changed what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.models import CardKind, CardPolicy, SettingChange
from portal.cards.refusals import NothingNew, SettingChanged
from portal.clock import now


def changes_of(
    session: Session, library_id: int | None, *, limit: int = 100
) -> Sequence[SettingChange]:
    """Who changed what at a library (at the network: None), the newest first."""
    where = (
        SettingChange.library_id.is_(None)
        if library_id is None
        else SettingChange.library_id == library_id
    )
    query = select(SettingChange).where(where).order_by(SettingChange.id.desc()).limit(limit)
    return session.scalars(query).all()


def apply(
    session: Session,
    clerk: Clerk,
    row: CardKind | CardPolicy,
    library_id: int | None,
    code: str | None,
    values: Mapping[str, Any],
    seen: int,
) -> None:
    """Change a row of settings if it is still what was seen. Raises NothingNew, SettingChanged."""
    table = type(row)
    new = [
        (name, getattr(row, name), value)
        for name, value in values.items()
        if getattr(row, name) != value
    ]
    if not new:
        raise NothingNew
    done = session.scalar(
        update(table)
        .where(table.id == row.id, table.version == seen)
        .values(version=seen + 1, **{name: value for name, _, value in new})
        .returning(table.id)
        .execution_options(synchronize_session=False)
    )
    if done is None:
        raise SettingChanged(last_editor(session, library_id, code))
    session.refresh(row)
    write(session, clerk, library_id, code, new)


def write(
    session: Session,
    clerk: Clerk,
    library_id: int | None,
    code: str | None,
    changes: Iterable[tuple[str, object, object]],
) -> None:
    """Write down fields with their old and new values."""
    session.add_all(
        SettingChange(
            at=now(),
            account_id=clerk.account_id,
            name=clerk.name,
            library_id=library_id,
            kind=code,
            field=name,
            old=None if old is None else str(old),
            new=None if new is None else str(new),
        )
        for name, old, new in changes
    )
    session.flush()


def last_editor(session: Session, library_id: int | None, code: str | None) -> str | None:
    """Who changed a kind, or the policy, last."""
    for change in changes_of(session, library_id):
        if change.kind == code:
            return change.name
    return None
