"""The smallest sort key of a group, on either database: PostgreSQL knows no `min` of bytes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class first_key(FunctionElement[str]):  # noqa: N801  # named as it is written in a query
    """`first_key(column)`: only good to order by; its value differs between the databases."""

    type = String()
    inherit_cache = True
    name = "first_key"


@compiles(first_key)
def _plain(element: first_key, compiler: SQLCompiler, **options: Any) -> str:
    return f"min({compiler.process(element.clauses, **options)})"


@compiles(first_key, "postgresql")
def _as_hex(element: first_key, compiler: SQLCompiler, **options: Any) -> str:
    """Hexadecimal digits keep the order of the bytes; "C" keeps it from the server's language."""
    return f"min(encode({compiler.process(element.clauses, **options)}, 'hex') COLLATE \"C\")"
