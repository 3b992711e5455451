"""Column types and indexes of the catalogue's tables."""

from enum import IntEnum
from typing import Any

from sqlalchemy import Dialect, Index, SmallInteger, TypeDecorator, text


class IntEnumType(TypeDecorator[IntEnum]):
    """An IntEnum stored as its number: small, and the same number the search index keeps.

    Raises ValueError when the database holds a number the enum does not know.
    """

    impl = SmallInteger
    cache_ok = True

    def __init__(self, enum: type[IntEnum]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: IntEnum | int | None, dialect: Dialect) -> int | None:
        return None if value is None else int(self.enum(value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> IntEnum | None:
        return None if value is None else self.enum(value)


def partial_index(name: str, *columns: str, where: str) -> Index:
    """An index of the rows where `where` holds; only a query that says just that can use it."""
    condition = text(where)
    return Index(name, *columns, sqlite_where=condition, postgresql_where=condition)
