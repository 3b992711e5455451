"""The index as Whoosh knows it: one field of words. Everything else lies in arrays beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from whoosh.fields import FieldType, Schema

from portal.search.codec import FIELD, Codes

INDEX_NAME = "MAIN"


class PreparedField(FieldType):  # type: ignore[misc]
    """A field whose terms were worked out before: `index()` gets term → its code."""

    def __init__(self) -> None:
        super().__init__(Codes(), None)

    def index(
        self, value: Mapping[bytes, int], **kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, code in value.items():
            yield term, 1, 1.0, bytes([code])

    def to_bytes(self, value: str | bytes) -> bytes:
        return value if isinstance(value, bytes) else value.encode()

    def from_bytes(self, value: bytes) -> bytes:
        return bytes(value)


def make_schema() -> Schema:
    schema = Schema()
    schema.add(FIELD, PreparedField())
    return schema
