"""Editing kinds of card and policies: heads for their own library, the city for all.

Every change is written down field by field: who, when, from what to what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.kinds import kind_of
from portal.cards.models import CardKind, CardPolicy, SettingChange
from portal.cards.policies import NETWORK
from portal.cards.refusals import BadSetting, NothingNew, NotYours, SettingChanged
from portal.cards.setting_rules import (
    KIND_FIELDS,
    kind_columns,
    wrong_kind,
    wrong_policy,
)
from portal.clock import now


def edit_policy(
    session: Session,
    clerk: Clerk,
    library_id: int | None,
    changes: Mapping[str, int | bool | None],
    *,
    seen: int,
) -> None:
    """Set some fields of a policy (of the network: None); a value None follows the network.

    seen: `policies.version_of` when the page was made.
    Raises NotYours, BadSetting, NothingNew, SettingChanged.
    """
    _check_right(clerk, library_id)
    if wrong := wrong_policy(changes):
        raise BadSetting(wrong)
    row = _policy_row(session, library_id, seen)
    _apply(session, clerk, row, library_id, None, changes, seen)


def edit_kind(
    session: Session,
    clerk: Clerk,
    library_id: int | None,
    code: str,
    changes: Mapping[str, Any],
    *,
    seen: int,
) -> None:
    """Set some of `setting_rules.KIND_FIELDS` of a kind. A library that edits a kind of the network
    gets its own from then on. seen: `Kind.version` when the page was made.

    Raises NotYours, BadSetting, NothingNew, SettingChanged.
    """
    _check_right(clerk, library_id)
    if wrong := wrong_kind(kind_of(session, library_id, code), changes):
        raise BadSetting(wrong)
    row = _kind_row(session, library_id, code)
    _apply(session, clerk, row, library_id, code, kind_columns(changes), seen)


def add_kind(
    session: Session, clerk: Clerk, library_id: int | None, code: str, values: Mapping[str, Any]
) -> None:
    """A new kind, all of `setting_rules.KIND_FIELDS` given.

    Raises NotYours, BadSetting, SettingChanged when the library, or the network for it, has one of
    this code.
    """
    _check_right(clerk, library_id)
    if wrong := wrong_kind(None, values, code=code):
        raise BadSetting(wrong)
    if kind_of(session, library_id, code):
        raise SettingChanged(_last_editor(session, library_id, code))
    made = CardKind(library_id=library_id, code=code, **kind_columns(values))
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as there:
        raise SettingChanged(_last_editor(session, library_id, code)) from there
    _write(session, clerk, library_id, code, [("code", None, code)])


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


def _check_right(clerk: Clerk, library_id: int | None) -> None:
    if not clerk.may_set(library_id):
        raise NotYours(library_id)


def _policy_row(session: Session, library_id: int | None, seen: int) -> CardPolicy:
    """The row, made where nothing was set yet; of two who make it one gets through."""
    number = library_id or NETWORK
    row = session.get(CardPolicy, number, populate_existing=True)
    if row is None:
        row = CardPolicy(id=number, library_id=library_id, version=seen)
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError as there:
            raise SettingChanged(_last_editor(session, library_id, None)) from there
    return row


def _kind_row(session: Session, library_id: int | None, code: str) -> CardKind:
    """The library's own row: a copy of the network's where it had none."""
    rows = session.scalars(
        select(CardKind)
        .where(CardKind.code == code)
        .where((CardKind.library_id == library_id) | CardKind.library_id.is_(None))
        .execution_options(populate_existing=True)
    ).all()
    own = [row for row in rows if row.library_id == library_id]
    if own:
        return own[0]
    (shared,) = rows
    copied = {name: getattr(shared, name) for name in (*KIND_FIELDS, "version")}
    made = CardKind(library_id=library_id, code=code, **copied)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as there:
        raise SettingChanged(_last_editor(session, library_id, code)) from there
    return made


def _apply(
    session: Session,
    clerk: Clerk,
    row: CardKind | CardPolicy,
    library_id: int | None,
    code: str | None,
    values: Mapping[str, Any],
    seen: int,
) -> None:
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
        raise SettingChanged(_last_editor(session, library_id, code))
    session.refresh(row)
    _write(session, clerk, library_id, code, new)


def _write(
    session: Session,
    clerk: Clerk,
    library_id: int | None,
    code: str | None,
    changes: Iterable[tuple[str, object, object]],
) -> None:
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


def _last_editor(session: Session, library_id: int | None, code: str | None) -> str | None:
    for change in changes_of(session, library_id):
        if change.kind == code:
            return change.name
    return None
