"""Rows into tables as fast as a database takes them: tuples straight to its driver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from sqlalchemy import Column, Connection, Table, func, select, text

Row = tuple[Any, ...]


class BulkRows:
    """Puts rows in by tables. Their ids are given out here: nobody else may write meanwhile."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._postgres = connection.dialect.name == "postgresql"

    def next_id(self, *columns: Column[Any]) -> int:
        """The number after the greatest in any of the columns."""
        greatest = [self._connection.scalar(select(func.max(column))) for column in columns]
        return max((one for one in greatest if one is not None), default=0) + 1

    def stored(self, column: Column[Any], value: object) -> Any:
        """A value as the driver takes it for that column: a day, a moment, one of an enum."""
        dialect = self._connection.dialect
        process = column.type.dialect_impl(dialect).bind_processor(dialect)
        return process(value) if process else value

    def put(self, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Rows of `columns`, their values as `stored` makes them."""
        if not rows:
            return
        if not self._postgres:
            marks = ", ".join("?" * len(columns))
            into = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
            self._connection.exec_driver_sql(into, list(rows))
            return
        driver = cast(psycopg.Connection[Any], self._connection.connection.driver_connection)
        copying = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN"
        with driver.cursor() as cursor, cursor.copy(copying) as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def unindexed(self, tables: Sequence[Table]) -> Iterator[None]:
        """Indexes are made once, after all rows are in; references are trusted on PostgreSQL."""
        indexes = [index for table in tables for index in table.indexes]
        if self._postgres:
            self._connection.execute(text("SET LOCAL session_replication_role = replica"))
        for index in indexes:
            index.drop(self._connection)
        yield
        for index in indexes:
            index.create(self._connection)
        if self._postgres:
            self._connection.execute(text("SET LOCAL session_replication_role = DEFAULT"))
            for table in tables:
                self._count_on(table)

    def _count_on(self, table: Table) -> None:
        """New rows of the portal's own go on from the last id."""
        if "id" in table.c:
            sequence = func.pg_get_serial_sequence(table.name, "id")
            self._connection.execute(select(func.setval(sequence, func.max(table.c.id))))
