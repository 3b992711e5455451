"""The words of a query where they stand in the text, so that the text can be written anew.

Only words looked for as words: no operator, no field's name, no code or year, nothing excluded,
and no truncated word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.search.query import CODES, MAX_WORDS, Token, cleaned, tokens
from portal.vietnamese.text import word_spans

_NOT_WORDS = (*CODES, "year")
_EMPTY = re.compile(r'\(\s*\)|["“„«]\s*["”»]|(?<!\S)[-!](?!\S)')


@dataclass(frozen=True, slots=True)
class Typed:
    """One word; `start` and `end` are its place in the clean text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TypedQuery:
    """A clean text and those of its words that may be changed."""

    text: str
    words: tuple[Typed, ...]

    def replaced(self, changes: Mapping[int, str]) -> str:
        """The text with the words at these places written as given."""
        pieces, last = [], 0
        for place, word in enumerate(self.words):
            if place in changes:
                pieces += [self.text[last : word.start], changes[place]]
                last = word.end
        return "".join([*pieces, self.text[last:]])

    def without(self, places: Iterable[int], changes: Mapping[int, str] | None = None) -> str:
        """The text without the words at these places, and without what only they kept there.

        changes: words written anew, as in `replaced`.
        """
        left = self.replaced(dict(changes or {}) | dict.fromkeys(places, ""))
        return " ".join(_without_idle(_EMPTY.sub(" ", left)).split())


def read(text: str, field: str = "") -> TypedQuery:
    """What was typed; `field` is the one chosen beside the box."""
    clean, _ = cleaned(text)
    found: list[Typed] = []
    asked, excluded = field, False
    for token in tokens(clean):
        if token.kind == "field":
            asked = token.text
        elif token.kind in ("or", "close"):
            asked = field
        elif token.kind in ("word", "phrase") and asked not in _NOT_WORDS and not excluded:
            found += _words(token)
        excluded = token.kind == "not" or (excluded and token.kind in ("field", "open"))
    return TypedQuery(clean, tuple(found[:MAX_WORDS]))


def _words(token: Token) -> list[Typed]:
    spans = word_spans(token.text)
    if token.kind == "word" and token.text.endswith("*"):
        spans = spans[:-1]
    return [Typed(text, token.start + start, token.start + end) for text, start, end in spans]


def _without_idle(text: str) -> str:
    """Take away operators and fields' names that have nothing to work on any more."""
    kept = list(tokens(text))
    starts = [token.start for token in kept] + [len(text)]
    pieces: list[str] = []
    before = "open"
    for place, token in enumerate(kept):
        after = kept[place + 1].kind if place + 1 < len(kept) else "close"
        if _idle(before, token.kind, after):
            continue
        before = token.kind
        written = text[token.start : starts[place + 1]].strip(' "“”„«»')
        pieces.append(f'"{written}"' if token.kind == "phrase" else written)
        if (
            token.kind not in ("field", "open")
            and token.text not in ("-", "!")
            and after != "close"
        ):
            pieces.append(" ")
    return "".join(pieces).replace(" )", ")").strip()


def _idle(before: str, kind: str, after: str) -> bool:
    nothing_after = after in ("and", "or", "close")
    if kind == "field":
        return nothing_after or after == "field"
    if kind in ("and", "or"):
        return nothing_after or before in ("open", "and", "or", "field")
    return kind == "not" and nothing_after
