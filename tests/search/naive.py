"""What a request means, worked out document by document: slow, and easy to believe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.search.analysis import IndexDocument
from portal.search.engine import Request
from portal.search.query import And, Everything, Node, Not, Or, Phrase, Prefix, Word, Years
from portal.vietnamese.syllables import bare_key, exact_key, fold, has_marks, lift_tone
from portal.vietnamese.text import words

Works = dict[int, list[IndexDocument]]


def works(found: Sequence[IndexDocument], request: Request) -> Works:
    """Work → its documents that answer."""
    gathered: Works = defaultdict(list)
    for document in found:
        if answers(document, request.query.root) and kept(document, request):
            gathered[document.work_id].append(document)
    return dict(gathered)


def answers(document: IndexDocument, node: Node) -> bool:
    match node:
        case And(parts):
            return all(answers(document, part) for part in parts)
        case Or(parts):
            return any(answers(document, part) for part in parts)
        case Not(part):
            return not answers(document, part)
        case Word(text, field):
            return any(same(text, word) for value in _texts(document, field) for word in value)
        case Prefix(text, field):
            return any(begins(text, word) for value in _texts(document, field) for word in value)
        case Phrase(wanted, field):
            return any(_holds(value, wanted) for value in _texts(document, field))
        case Years(first, last):
            return bool(document.year) and first <= document.year <= last
        case Everything():
            return True
    raise AssertionError(node)


def _texts(document: IndexDocument, field: str | None) -> Iterator[list[str]]:
    for name, values in document.texts.items():
        if field in (None, name):
            yield from map(words, values)


def same(typed: str, word: str) -> bool:
    if has_marks(typed):
        return exact_key(typed) == exact_key(word)
    return bare_key(typed) == bare_key(word)


def begins(typed: str, word: str) -> bool:
    """A word typed with marks asks for them; a tone on the part typed is the tone of the whole."""
    if same(typed, word):
        return True
    if not has_marks(typed):
        return fold(word).startswith(fold(typed))
    (start, tone), (whole, its) = lift_tone(typed), lift_tone(word)
    return whole.startswith(start) and (not tone or tone == its)


def _holds(value: list[str], wanted: Sequence[str]) -> bool:
    starts = range(len(value) - len(wanted) + 1)
    return any(
        all(same(typed, word) for typed, word in zip(wanted, value[start:], strict=False))
        for start in starts
    )


def kept(document: IndexDocument, request: Request, but: Sequence[str] = ()) -> bool:
    """The document is let through by everything that narrows, some of it left aside."""
    for name, chosen in request.filters.items():
        if name not in but and not any(has(document, name, value) for value in chosen):
            return False
    if request.year_from is not None and document.year < max(request.year_from, 1):
        return False
    if request.year_to is not None and not 0 < document.year <= request.year_to:
        return False
    if "available" in but or not request.available:
        return True
    return _to_be_had(document, request.available_at)


def _to_be_had(document: IndexDocument, at: Sequence[int]) -> bool:
    return any(
        copies
        for library, copies in zip(document.libraries, document.available, strict=True)
        if not at or library in at
    )


def has(document: IndexDocument, name: str, value: int) -> bool:
    lists = {
        "library": document.libraries,
        "author": document.agents,
        "subject": document.subjects,
        "room": document.rooms,
    }
    if name in lists:
        return value in lists[name]
    if name == "ddc":
        return bool(document.ddc) and f"{document.ddc - 1:03d}".startswith(str(value)[1:])
    number: int = getattr(document, name)
    return number == value


def facet(found: Sequence[IndexDocument], request: Request, name: str) -> dict[int, int]:
    """Value → works, as the facet is shown: what it is set to itself does not narrow it."""
    seen: dict[int, set[int]] = defaultdict(set)
    ready = name == "library" and request.available
    for document in found:
        aside = (name, "available") if ready else (name,)
        if answers(document, request.query.root) and kept(document, request, aside):
            shown = _ready(document) if ready else _shown(document, name, request.filters)
            for value in shown:
                seen[value].add(document.work_id)
    return {value: len(those) for value, those in seen.items()}


def _ready(document: IndexDocument) -> Iterator[int]:
    """Asked for what can be had, a library is counted for its own shelves."""
    for library, copies in zip(document.libraries, document.available, strict=True):
        if copies:
            yield library


def _shown(
    document: IndexDocument, name: str, filters: Mapping[str, Sequence[int]]
) -> Iterator[int]:
    chosen = filters.get(name, ())
    if name == "ddc":
        if document.ddc:
            digits = f"{document.ddc - 1:03d}"
            opened = {str(value)[1:] for value in chosen}
            for length in (1, 2, 3):
                if length == 1 or any(
                    one[: length - 1] == digits[: length - 1] and len(one) >= length - 1
                    for one in opened
                ):
                    yield int(f"1{digits[:length]}")
        return
    lists = {"library": "libraries", "author": "agents", "subject": "subjects", "room": "rooms"}
    if name in lists:
        yield from getattr(document, lists[name])
    elif value := getattr(document, name):
        yield value


def in_order(gathered: Works, sort: str) -> list[Any]:
    """The values by which works are ordered, as they should follow one another."""
    return sorted(order_value(those, sort) for those in gathered.values())


def order_value(those: Sequence[IndexDocument], sort: str) -> Any:
    if sort in ("title", "author"):
        return min(getattr(document, f"{sort}_order") for document in those)
    if sort == "oldest":
        return min(document.year or 10_000 for document in those)
    column = {"newest": "year", "added": "added", "loans": "loans"}[sort]
    return min(-getattr(document, column) for document in those)
