"""From the rows of the advanced form to one query of the query language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.search.query import FIELD_NAMES
from portal.vietnamese.text import normalise, words

OPERATORS = ("and", "or", "not")
_QUOTES = str.maketrans("“”„«»", '"""""')
_BRACKETS = str.maketrans("()|", "   ")


@dataclass(frozen=True, slots=True)
class QueryRow:
    """words are looked for in `field` ("" for all); operator joins the row to those above it."""

    words: str
    field: str = ""
    operator: str = "and"


def compose(rows: Sequence[QueryRow]) -> tuple[str, str]:
    """(query, field) of a search. Rows without a word are left out; each row is joined to all
    those above it, whatever operators stand between.
    """
    found = [row for row in rows if words(row.words)]
    if not found:
        return "", ""
    if len(found) == 1 and found[0].operator != "not":
        return _plain(found[0].words), found[0].field
    query = ""
    alternatives = False  # an OR stands outside any bracket of `query`
    for row in found:
        part = _part(row)
        if row.operator == "not":
            part = f"-{part}"
        if not query:
            query = part
        elif row.operator == "or":
            query, alternatives = f"{query} | {part}", True
        else:
            query, alternatives = f"({query}) {part}" if alternatives else f"{query} {part}", False
    return query, ""


def _part(row: QueryRow) -> str:
    text = _plain(row.words)
    if row.field:
        return f"({FIELD_NAMES[row.field][0]}:{text})"
    return f"({text})" if len(words(text)) > 1 else text


def _plain(text: str) -> str:
    """A row's own words: its quotes closed, nothing in it that would reach beyond the row."""
    clean = normalise(text).translate(_QUOTES).translate(_BRACKETS)
    if clean.count('"') % 2:
        clean = clean.replace('"', " ")
    return " ".join(clean.split())
