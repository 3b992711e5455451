"""Which words of a text answered a query, so that a page can mark them.

A word typed without marks matches any marking of it, a word with marks only itself: the same rule
by which the index found the record. What was asked in one field is marked in that field only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.search.query import And, Node, Not, Or, Phrase, Prefix, Word
from portal.vietnamese.syllables import bare_key, exact_key, has_marks
from portal.vietnamese.text import word_spans

SNIPPET_LENGTH = 220  # characters of a summary shown around the first match
SNIPPET_BEFORE = 60  # of them before it

Spans = list[tuple[str, int, int]]
Segment = tuple[str, bool]  # a piece of the text, and whether it matched


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing asked for: words side by side (one for a single word), the last perhaps cut off."""

    words: tuple[str, ...]
    field: str | None = None
    prefix: bool = False

    def applies(self, field: str | None) -> bool:
        return self.field is None or field is None or self.field == field

    def places(self, spans: Spans) -> Iterator[tuple[int, int]]:
        """(first, last) places among the words of a text where it stands."""
        size = len(self.words)
        for start in range(len(spans) - size + 1):
            if all(self._same(offset, spans[start + offset][0]) for offset in range(size)):
                yield start, start + size - 1

    def _same(self, offset: int, found: str) -> bool:
        wanted = self.words[offset]
        key = exact_key if has_marks(wanted) else bare_key
        if self.prefix and offset == len(self.words) - 1:
            return key(found).startswith(key(wanted))
        return key(found) == key(wanted)


@dataclass(frozen=True, slots=True)
class Highlighter:
    """The patterns of one query; `root` of a parsed query makes it."""

    patterns: tuple[Pattern, ...] = ()

    @classmethod
    def of(cls, root: Node) -> Highlighter:
        return cls(tuple(dict.fromkeys(_patterns(root))))

    def segments(self, text: str, field: str | None = None) -> list[Segment]:
        """The text in pieces that together are the text; neighbouring matches are one piece."""
        spans = word_spans(text)
        found: list[Segment] = []
        end = 0
        for start, stop in _merged(text, self._ranges(spans, field)):
            if start > end:
                found.append((text[end:start], False))
            found.append((text[start:stop], True))
            end = stop
        if end < len(text):
            found.append((text[end:], False))
        return found

    def marked(self, text: str, field: str | None = None) -> Markup:
        """The text, escaped, its matches in <mark>."""
        return marked(self.segments(text, field))

    def answering(self, text: str, field: str | None = None) -> set[Pattern]:
        """The patterns that stand somewhere in the text."""
        spans = word_spans(text)
        return {
            pattern
            for pattern in self.patterns
            if pattern.applies(field) and next(pattern.places(spans), None) is not None
        }

    def snippet(self, text: str, field: str | None = None) -> Markup | None:
        """A piece of a long text around its first match; None where nothing matches."""
        ranges = self._ranges(word_spans(text), field)
        if not ranges:
            return None
        start, stop = _window(text, min(ranges)[0])
        before, after = "… " if start else "", " …" if stop < len(text) else ""
        return Markup("{}{}{}").format(before, self.marked(text[start:stop], field), after)

    def _ranges(self, spans: Spans, field: str | None) -> list[tuple[int, int]]:
        return [
            (spans[first][1], spans[last][2])
            for pattern in self.patterns
            if pattern.applies(field)
            for first, last in pattern.places(spans)
        ]


def marked(segments: Iterable[Segment]) -> Markup:
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if matched else escape(piece)
        for piece, matched in segments
    )


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


def _merged(text: str, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order, those that overlap or are parted by blanks only made one."""
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(ranges):
        if merged and (start <= merged[-1][1] or text[merged[-1][1] : start].isspace()):
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        else:
            merged.append((start, stop))
    return merged


def _window(text: str, match: int) -> tuple[int, int]:
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
