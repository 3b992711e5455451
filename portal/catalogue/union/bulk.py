"""Many rows in one statement, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Table,
    any_,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.catalogue.models import DeletedRecord, Record

Row = dict[str, Any]

CHUNK = 2_000
"""Values in one IN list; SQLite takes 32,766 parameters in a statement."""

V = TypeVar("V")


def chunks(values: Collection[V], size: int = CHUNK) -> Iterator[Sequence[V]]:
    """`values` in pieces that fit an IN list, in a fixed order."""
    ordered = sorted(values)  # type: ignore[type-var]
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def among(
    session: Session, column: InstrumentedAttribute[Any], values: Sequence[Any]
) -> ColumnElement[bool]:
    """`column IN values`. PostgreSQL gets them as one array.

    A thousand single parameters would make it, once the statement is prepared, compare every row
    of the table with every one of them.
    """
    if session.get_bind().dialect.name == "postgresql":
        array = bindparam(None, list(values), type_=ARRAY(column.type), unique=True)
        return column == any_(array)
    return column.in_(values)


def insert_all(session: Session, model: type[Any], rows: Iterable[Row]) -> None:
    """Insert many rows in one statement; none is no statement."""
    listed = list(rows)
    if listed:
        session.connection().execute(insert(model.__table__), listed)


def insert_numbered(session: Session, model: type[Any], rows: Sequence[Row]) -> list[int]:
    """Insert many rows; their new ids in the same order.

    The ids are reserved first: `RETURNING` in the order of the rows would make SQLite insert them
    one by one.
    """
    if not rows:
        return []
    ids = reserved(session, model, len(rows))
    numbered = [{"id": one, **row} for one, row in zip(ids, rows, strict=True)]
    session.connection().execute(insert(model.__table__), numbered)
    return ids


def reserved(session: Session, model: type[Any], count: int) -> list[int]:
    """Ids that no other transaction will use: a sequence hands them out, or SQLite's one writer."""
    if session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(f'"{model.__tablename__}"', "id")
        numbers = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
        return list(session.scalars(numbers))
    last = session.scalar(select(func.max(model.id))) or 0
    if model is Record:
        # The number of a record merged away leads to its heir: nothing new may take it.
        last = max(last, session.scalar(select(func.max(DeletedRecord.record_id))) or 0)
    return list(range(last + 1, last + 1 + count))


def update_all(session: Session, model: type[Any], rows: Sequence[Row]) -> None:
    """Update rows by their `id`; every row names the same columns."""
    if not rows:
        return
    table: Table = model.__table__
    columns = [name for name in rows[0] if name != "id"]
    statement = (
        update(table)
        .where(table.c.id == bindparam("row_id"))
        .values({name: bindparam(f"new_{name}") for name in columns})
    )
    values = [
        {"row_id": row["id"], **{f"new_{name}": row[name] for name in columns}} for row in rows
    ]
    session.connection().execute(statement, values)
