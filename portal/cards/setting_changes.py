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
    session: Session,
    library_id: int | None,
    *,
    kinds: bool | None = None,
    before: int = 0,
    limit: int = 100,
) -> Sequence[SettingChange]:
    """Who changed what at a library (at the network: None), the newest first.

    kinds: only of kinds of card (True), only of the policy (False). before: only what is older than
    the change of this number.
    """
    query = select(SettingChange).where(SettingChange.library_id.is_not_distinct_from(library_id))
    if kinds is not None:
        query = query.where(SettingChange.kind.is_not(None) == kinds)
    if before:
        query = query.where(SettingChange.id < before)
    return session.scalars(query.order_by(SettingChange.id.desc()).limit(limit)).all()


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
