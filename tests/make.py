"""Builders: one call makes a thing with everything it needs, and says only what the test is about.

Each flushes and returns the row; the caller commits where another connection must see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.names import add_name
from portal.accounts.service import create_account
from portal.catalogue.kinds import AgentKind, CopyStatus, Role, SubjectKind
from portal.catalogue.models import (
    Agent,
    Copy,
    Identifier,
    Record,
    RecordAgent,
    RecordSubject,
    Subject,
    Work,
)
from portal.clock import now
from portal.libraries.kinds import LibraryKind
from portal.libraries.models import Library, Room
from portal.roles import Role as AccountRole
from portal.vietnamese.order import person_sort_key, sort_key

Row = TypeVar("Row")

_next = count(1)


def library(session: Session, code: str | None = None, **fields: Any) -> Library:
    code = code or f"TV-{next(_next)}"
    fields.setdefault("name", f"Thư viện {code}")
    fields.setdefault("kind", LibraryKind.REGIONAL)
    return _added(session, Library(code=code, **fields))


def account(
    session: Session,
    name: str = "Lan",
    role: AccountRole = AccountRole.READER,
    *,
    at: Library | None = None,
    password: str | None = None,
    **fields: Any,
) -> Account:
    """An account with an address of its own; without a password nothing opens it."""
    fields.setdefault("email", f"nguoi-{next(_next)}@example.vn")
    library_id = at.id if at else None
    return create_account(
        session, name=name, role=role, password=password, library_id=library_id, **fields
    )


def sign_in_name(session: Session, of: Account, name: str) -> None:
    add_name(session, of, name)


def room(session: Session, at: Library, code: str = "KM", **fields: Any) -> Room:
    fields.setdefault("name", "Kho mở")
    return _added(session, Room(library_id=at.id, code=code, **fields))


def record(
    session: Session,
    title: str = "Dế Mèn phiêu lưu ký",
    *,
    authors: Sequence[str] = (),
    subjects: Sequence[str] = (),
    isbn: str | None = None,
    work: Work | None = None,
    **fields: Any,
) -> Record:
    """A record with its work, authors and subjects; agents of one name are one agent."""
    if work is None:
        work = _added(session, Work(key=f"{title}-{next(_next)}", title=title))
    moment = now()
    fields.setdefault("created_at", moment)
    fields.setdefault("changed_at", moment)
    made = _added(
        session,
        Record(
            work_id=work.id,
            title=title,
            title_order=sort_key(title),
            match_key=f"{title}-{next(_next)}",
            **fields,
        ),
    )
    for position, name in enumerate(authors):
        session.add(
            RecordAgent(
                record_id=made.id,
                position=position,
                agent_id=agent(session, name).id,
                role=Role.author,
            )
        )
    for position, label in enumerate(subjects):
        session.add(
            RecordSubject(
                record_id=made.id, position=position, subject_id=subject(session, label).id
            )
        )
    if isbn:
        session.add(Identifier(record_id=made.id, kind="isbn", value=isbn))
    session.flush()
    return made


def agent(session: Session, name: str, kind: AgentKind = AgentKind.person) -> Agent:
    found = session.query(Agent).filter_by(key=name, kind=kind).one_or_none()
    return found or _added(
        session, Agent(name=name, key=name, kind=kind, sort_order=person_sort_key(name))
    )


def subject(session: Session, label: str, kind: SubjectKind = SubjectKind.topic) -> Subject:
    found = session.query(Subject).filter_by(key=label, kind=kind).one_or_none()
    return found or _added(
        session, Subject(label=label, key=label, kind=kind, sort_order=sort_key(label))
    )


def copy(
    session: Session,
    of: Record,
    at: Library,
    *,
    owner: Library | None = None,
    status: CopyStatus = CopyStatus.available,
    **fields: Any,
) -> Copy:
    fields.setdefault("barcode", f"HN.{next(_next):06d}")
    return _added(
        session,
        Copy(
            record_id=of.id,
            owner_library_id=(owner or at).id,
            holding_library_id=at.id,
            status=status,
            **fields,
        ),
    )


def _added(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row
