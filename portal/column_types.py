"""Column types and indexes that are alike on both databases."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Enum, Index, text


def enum_text(kind: type[StrEnum], name: str, length: int = 20) -> Enum:
    """The values (not the Python names) as checked text of so many characters at most."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )


def unique_where(name: str, *columns: str, where: str) -> Index:
    """An index that lets each value in once among the rows where `where` holds."""
    condition = text(where)
    return Index(name, *columns, unique=True, sqlite_where=condition, postgresql_where=condition)
