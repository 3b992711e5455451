"""Editing kinds of card and policies: heads for their own library, the city for all.

Every change is written down field by field: who, when, from what to what.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.kinds import kind_of
from portal.cards.models import CardKind, CardPolicy
from portal.cards.policies import NETWORK
from portal.cards.refusals import BadSetting, NotYours, SettingChanged
from portal.cards.setting_changes import apply, last_editor, write
from portal.cards.setting_rules import (
    KIND_FIELDS,
    kind_columns,
    wrong_kind,
    wrong_policy,
)


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
    apply(session, clerk, row, library_id, None, changes, seen)


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
    apply(session, clerk, row, library_id, code, kind_columns(changes), seen)


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
        raise SettingChanged(last_editor(session, library_id, code))
    made = CardKind(library_id=library_id, code=code, **kind_columns(values))
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as there:
        raise SettingChanged(last_editor(session, library_id, code)) from there
    write(session, clerk, library_id, code, [("code", None, code)])


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
            raise SettingChanged(last_editor(session, library_id, None)) from there
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
        raise SettingChanged(last_editor(session, library_id, code)) from there
    return made
