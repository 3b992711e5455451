"""Which words of a text answered a query, so that a page can mark them.

A word typed without marks matches any marking of it, a word with marks only itself: the same rule
by which the index found the record. What was asked in one field is marked in that field only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.search.glance import may_hold, shape_of_key
from portal.search.query import And, Node, Not, Or, Phrase, Prefix, Word
from portal.vietnamese.syllables import bare_key, exact_key, has_marks
from portal.vietnamese.text import word_spans

SNIPPET_LENGTH = 220  # characters of a summary shown around the first match
SNIPPET_BEFORE = 60  # of them before it

Segment = tuple[str, bool]  # a piece of the text, and whether it matched
Key = Callable[[str], str]
Range = tuple[int, int]  # from a character of the text up to another
Span = tuple[str, int, int]  # a word, and where it stands


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing asked for: words side by side (one for a single word), the last perhaps cut off."""

    words: tuple[str, ...]
    field: str | None = None
    prefix: bool = False
    _tests: Sequence[tuple[Key, str]] = dataclasses.field(init=False, repr=False, compare=False)
    """For each word what it is compared by, and what that has to be."""

    def __post_init__(self) -> None:
        keys = [exact_key if has_marks(word) else bare_key for word in self.words]
        tests: list[tuple[Key, str]] = [
            (key, key(word)) for key, word in zip(keys, self.words, strict=True)
        ]
        if self.prefix:
            key, start = tests[-1]
            tests[-1] = (lambda word: key(word)[: len(start)], start)
        object.__setattr__(self, "_tests", tests)

    def applies(self, field: str | None) -> bool:
        return self.field is None or field is None or self.field == field

    def places(self, found: Sequence[str]) -> Iterator[tuple[int, int]]:
        """(first, last) places among the words of a text where it stands."""
        (first, wanted), *others = self._tests
        if wanted not in map(first, found):
            return
        for start in range(len(found) - len(others)):
            if first(found[start]) == wanted and all(
                key(found[start + at]) == its for at, (key, its) in enumerate(others, 1)
            ):
                yield start, start + len(others)


@dataclass(frozen=True, slots=True)
class Highlighter:
    """The patterns of one query, for the texts of one page; `root` of a parsed query makes it."""

    patterns: tuple[Pattern, ...] = ()
    _shapes: frozenset[bytes] = dataclasses.field(init=False, repr=False, compare=False)
    _spans: dict[str, list[Span]] = dataclasses.field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Shapes of the words that patterns begin with. Texts that were looked at, in words."""

    def __post_init__(self) -> None:
        firsts = {bare_key(pattern.words[0]) for pattern in self.patterns}
        object.__setattr__(self, "_shapes", frozenset(map(shape_of_key, firsts)))

    @classmethod
    def of(cls, root: Node) -> Highlighter:
        return cls(tuple(dict.fromkeys(_patterns(root))))

    def segments(self, text: str, field: str | None = None) -> list[Segment]:
        """The text in pieces that together are the text; neighbouring matches are one piece."""
        return _parted(text, self._ranges(text, field))

    def marked(self, text: str, field: str | None = None) -> Markup:
        """The text, escaped, its matches in <mark>."""
        return _marked(text, self._ranges(text, field))

    def answering(self, text: str, field: str | None = None) -> set[Pattern]:
        """The patterns that stand somewhere in the text."""
        found = [word for word, _start, _stop in self._words(text)]
        return {
            pattern
            for pattern in self.patterns
            if pattern.applies(field) and next(pattern.places(found), None) is not None
        }

    def snippet(self, text: str, field: str | None = None) -> Markup | None:
        """A piece of a long text around its first match; None where nothing matches."""
        ranges = self._ranges(text, field)
        if not ranges:
            return None
        start, stop = _window(text, min(ranges)[0])
        before, after = "… " if start else "", " …" if stop < len(text) else ""
        inside = [(a - start, b - start) for a, b in ranges if start <= a and b <= stop]
        return before + _marked(text[start:stop], inside) + after

    def _ranges(self, text: str, field: str | None) -> list[Range]:
        spans = self._words(text)
        if not spans:
            return []
        found = [word for word, _start, _stop in spans]
        return [
            (spans[first][1], spans[last][2])
            for pattern in self.patterns
            if pattern.applies(field)
            for first, last in pattern.places(found)
        ]

    def _words(self, text: str) -> list[Span]:
        """The words of a text with their places; none where a glance tells that none is wanted.

        A text is asked what answers, then marked, then perhaps cut: it is parted once.
        """
        if not (text and self.patterns and may_hold(text, self._shapes)):
            return []
        spans = self._spans.get(text)
        if spans is None:
            spans = self._spans[text] = word_spans(text)
        return spans


def _patterns(node: Node) -> Iterator[Pattern]:
    """What a query asks to be there: nothing of what it excludes."""
    match node:
        case Word(text, field):
            yield Pattern((text,), field)
        case Prefix(text, field):
            yield Pattern((text,), field, prefix=True)
        case Phrase(words, field):
            yield Pattern(words, field)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _patterns(part)
        case Not():
            return


def _marked(text: str, ranges: Sequence[Range]) -> Markup:
    if not ranges:
        return escape(text)
    pieces = (
        f"<mark>{escape(piece)}</mark>" if matched else escape(piece)
        for piece, matched in _parted(text, ranges)
    )
    return Markup("".join(pieces))  # noqa: S704 - every piece is escaped


def _parted(text: str, ranges: Sequence[Range]) -> list[Segment]:
    """The text in pieces: in the ranges, and between them."""
    found: list[Segment] = []
    end = 0
    for start, stop in _merged(text, ranges):
        if start > end:
            found.append((text[end:start], False))
        found.append((text[start:stop], True))
        end = stop
    if end < len(text):
        found.append((text[end:], False))
    return found


def _merged(text: str, ranges: Sequence[Range]) -> list[Range]:
    """Ranges in order, those that overlap or are parted by blanks only made one."""
    merged: list[Range] = []
    for start, stop in sorted(ranges):
        if merged and (start <= merged[-1][1] or text[merged[-1][1] : start].isspace()):
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        else:
            merged.append((start, stop))
    return merged


def _window(text: str, match: int) -> Range:
    """Where to cut around a match, between words."""
    start = max(match - SNIPPET_BEFORE, 0)
    if start:
        blank = text.find(" ", start, match)
        start = blank + 1 if blank >= 0 else match
    stop = min(start + SNIPPET_LENGTH, len(text))
    if stop < len(text):
        blank = text.rfind(" ", match, stop)
        stop = blank if blank > match else stop
    return start, stop
