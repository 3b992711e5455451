"""The index's fields and columns, declared once for Whoosh, for bulk building and for asking."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.fields import FieldType, Schema

from portal.search.analysis import (
    MAX_OCCURRENCES,
    TEXT_FIELDS,
    IndexDocument,
    impact,
    keys,
    neighbours,
    positioned,
    share,
    whole_title,
)
from portal.search.codec.columns import BytesColumn, FlatColumn, ListColumn
from portal.search.codec.postings import IMPACT_SCALE, SHORT, Impacts, Positions

Terms = dict[bytes, bytes]  # term → value bytes as the field's format has them


class PreparedField(FieldType):  # type: ignore[misc]
    """A field whose terms were worked out before: `index()` gets term → value bytes."""

    def __init__(self, format_: Any) -> None:
        super().__init__(format_, None)

    def index(self, value: Terms, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, payload in value.items():
            yield term, 1, 1.0, payload

    def to_bytes(self, value: str | bytes) -> bytes:
        return value if isinstance(value, bytes) else value.encode()

    def from_bytes(self, value: bytes) -> bytes:
        return bytes(value)


class ColumnField(FieldType):  # type: ignore[misc]
    """A value a document, in a column and nowhere else."""

    indexed = False

    def __init__(self, column: Any) -> None:
        super().__init__(None, None)
        self.column_type = column

    def to_column_value(self, value: Any) -> Any:
        return value


NUMBERS = {
    "record_id": FlatColumn("<u4"),
    "work_id": FlatColumn("<u4"),
    "year": FlatColumn("<u2"),
    "language": FlatColumn("<u2"),
    "material": FlatColumn("u1"),
    "ddc": FlatColumn("<u2"),
    "added": FlatColumn("<u4"),
    "loans": FlatColumn("<u4"),
}
LISTS = {
    "agents": ListColumn("<u4"),
    "subjects": ListColumn("<u4"),
    "rooms": ListColumn("<u2"),
    "libraries": ListColumn("<u2"),
    "available": ListColumn("u1"),
}
ORDERS = {"title_order": BytesColumn(), "author_order": BytesColumn()}
COLUMNS: dict[str, Any] = {**NUMBERS, **LISTS, **ORDERS}
RANK = FlatColumn("<u4")  # place of each document in an order; written by a whole build only

INDEX_NAME = "MAIN"

FORMATS: dict[str, Any] = {
    "all": Impacts(),
    **{text_field.name: Positions() for text_field in TEXT_FIELDS},
}


def make_schema() -> Schema:
    schema = Schema()
    for name, format_ in FORMATS.items():
        schema.add(name, PreparedField(format_))
    for name, column in COLUMNS.items():
        schema.add(name, ColumnField(column))
    return schema


def fields_of(document: IndexDocument) -> dict[str, Any]:
    """A document as Whoosh's `add_document` takes it. A bulk build comes to the same terms."""
    shares: dict[str, float] = defaultdict(float)
    fields: dict[str, Any] = {}
    for text_field in TEXT_FIELDS:
        found = positioned(document.texts.get(text_field.name, ()))
        places: dict[str, list[int]] = defaultdict(list)
        for word, position in found:
            for term in keys(word):
                places[term].append(position)
        for term, where in places.items():
            shares[term] += share(text_field, len(where), len(found))
        if text_field.pairs:
            for pair, count in Counter(neighbours(found)).items():
                shares[pair] += share(text_field, count, len(found))
        fields[text_field.name] = {
            term.encode(): np.array(where[:MAX_OCCURRENCES], dtype=SHORT).tobytes()
            for term, where in places.items()
        }
    for title in document.titles:
        if term := whole_title(title):
            shares[term] = 1.0
    fields["all"] = {term.encode(): quantised(impact(value)) for term, value in shares.items()}
    return fields | columns_of(document)


def rank_name(order: str) -> str:
    return f"{order}_rank"


def columns_of(document: IndexDocument) -> dict[str, Any]:
    return {name: getattr(document, name) for name in COLUMNS}


def quantised(value: float) -> bytes:
    """An impact as the two bytes of a posting."""
    return np.array(round(value * IMPACT_SCALE), dtype=SHORT).tobytes()
