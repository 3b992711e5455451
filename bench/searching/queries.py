"""The queries: of each kind as many different ones as wanted, drawn from the records themselves."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations

from bench.searching.records import CHUNK, LIBRARIES, SEED, Source
from portal.search.analysis import IndexDocument
from portal.vietnamese.syllables import bare_key, has_marks
from portal.vietnamese.text import words

PAGE = 20
SAMPLED_CHUNKS = 25
FACETS = ("library", "material", "language", "author", "subject", "ddc")


@dataclass(frozen=True, slots=True)
class Query:
    """One request, in no engine's language. Words are bare keys unless `marks`.

    all_of: every word; any_of: at least one; none_of: none; phrase: side by side; prefix: the
    beginning of a word. field: "" for all. sort: "relevance" or "title". page counts from 1.
    choices: facets that are narrowed by are counted over the hits that fail in nothing else, so
    that they tell what another choice would find.
    """

    kind: str
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    prefix: str = ""
    field: str = ""
    marks: bool = False
    language: int = 0
    year_from: int = 0
    year_to: int = 0
    library: int = 0
    ready: bool = False
    choices: bool = False
    sort: str = "relevance"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Kind:
    """listed: counts for the geometric mean; the others are there to be looked at."""

    name: str
    listed: bool
    make: Callable[[Material, int], Query]


class Material:
    """Words, titles and names of a sample of the records, and how frequent the words are."""

    def __init__(self, source: Source) -> None:
        chunks = -(-source.size // CHUNK)
        step = max(chunks // SAMPLED_CHUNKS, 1)
        self.documents = [
            document for number in range(0, chunks, step) for document in source.chunk(number)
        ]
        self.draw = random.Random(SEED)  # noqa: S311 -- the same queries every time
        counts: Counter[str] = Counter()
        for document in self.documents:
            texts = [text for values in document.texts.values() for text in values]
            counts.update({bare_key(word) for text in texts for word in words(text)})
        self.counts = counts
        syllables = {w for d in self.documents for w in bare(d.titles[0])}
        # i and y are one letter to some engines' prefixes and two to others'.
        self.frequent = sorted(syllables, key=lambda word: (-counts[word], word))
        self.rare = [word for word in self.frequent if counts[word] == 1 and word.isalpha()]
        self.beginnings = sorted(
            {word[:2] for word in self.frequent[:600] if word.isalpha() and "y" not in word}
            | {word[:3] for word in self.frequent[:600] if word.isalpha() and "y" not in word}
        )
        self.draw.shuffle(self.beginnings)
        self.pairs = list(combinations(self.frequent[:25], 2))
        self.draw.shuffle(self.pairs)

    def document(self) -> IndexDocument:
        return self.draw.choice(self.documents)

    def title_words(self, count: int) -> tuple[str, ...]:
        """Some neighbouring words of a title, as printed."""
        while True:
            found = words(self.document().titles[0])
            if len(found) >= count:
                start = self.draw.randrange(len(found) - count + 1)
                return tuple(found[start : start + count])

    def author(self) -> tuple[str, ...]:
        while not (names := self.document().texts["agent"]):
            pass
        return bare(self.draw.choice(names))


def bare(text: str) -> tuple[str, ...]:
    return tuple(bare_key(word) for word in words(text))


def _folded(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(bare_key(word) for word in found)


def _marked(given: Material, _: int) -> Query:
    while True:
        found = given.title_words(given.draw.choice((2, 3)))
        if all(has_marks(word) for word in found):
            return Query("", all_of=found, marks=True)


def _prefix(given: Material, place: int) -> Query:
    if place % 2:
        first, second = _folded(given.title_words(2))
        return Query("", all_of=(first,), prefix=second.replace("y", "")[:2] or "n")
    return Query("", prefix=given.beginnings[place])


def _with_choices(given: Material, place: int) -> Query:
    return replace(_filtered(given, place), choices=True)


def _filtered(given: Material, place: int) -> Query:
    document = given.document()
    field = ("title", "agent", "subject")[place % 3]
    values = document.texts[field] or [document.titles[0]]
    field = field if document.texts[field] else "title"
    first = given.draw.randint(1955, 2005)
    return Query(
        "",
        all_of=(given.draw.choice(bare(values[0])),),
        field=field,
        language=document.language,
        year_from=first,
        year_to=first + 20,
        library=given.draw.randint(1, LIBRARIES // 2),
        ready=True,
    )


def _not(given: Material, place: int) -> Query:
    (word,) = _folded(given.title_words(1))
    other = given.frequent[place]
    return Query("", all_of=(word,), none_of=(other if other != word else given.frequent[-1],))


def _worst(given: Material, place: int) -> Query:
    """What costs most of what fits into the box."""
    many = given.draw.sample(given.frequent[:40], 8)
    match place % 4:
        case 0:
            return Query("", any_of=tuple(many))
        case 1:
            return Query("", prefix="tncdhlbvpgkmsqrx"[place // 4 % 16])
        case 2:
            return Query("", phrase=tuple(many[:2]))
        case _:
            return Query("", all_of=tuple(many[:2]), any_of=tuple(many[2:6]))


KINDS = (
    Kind("1 syllable", True, lambda m, n: Query("", all_of=(m.frequent[2 * n],))),
    Kind(
        "2-3 syllables",
        True,
        lambda m, n: Query("", all_of=_folded(m.title_words(2 + n % 2))),
    ),
    Kind("author", True, lambda m, n: Query("", all_of=m.author())),
    Kind("whole title", True, lambda m, n: Query("", all_of=bare(m.document().titles[0]))),
    Kind("phrase", True, lambda m, n: Query("", phrase=_folded(m.title_words(2 + n % 2)))),
    Kind("prefix", True, _prefix),
    Kind("narrowed, available", True, _with_choices),
    Kind("without choices", False, _filtered),
    Kind("OR of rare words", True, lambda m, n: Query("", any_of=tuple(m.draw.sample(m.rare, 4)))),
    Kind("NOT", True, _not),
    Kind("by title", True, lambda m, n: Query("", all_of=(m.frequent[2 * n + 1],), sort="title")),
    Kind("page 500", True, lambda m, n: Query("", any_of=m.pairs[2 * n], page=500)),
    Kind("page 1 of such", False, lambda m, n: Query("", any_of=m.pairs[2 * n + 1])),
    Kind("2-3 with marks", False, _marked),
    Kind("the worst", False, _worst),
)


def queries(source: Source, each: int) -> dict[str, list[Query]]:
    """`each` different queries of every kind, the same ones for the same source."""
    given = Material(source)
    found: dict[str, list[Query]] = {}
    taken: set[Query] = set()
    for kind in KINDS:
        made: list[Query] = []
        for place in range(20 * each):
            query = kind.make(given, place if len(made) == place else len(made))
            if query not in taken:
                taken.add(query)
                made.append(_named(query, kind.name))
            if len(made) == each:
                break
        found[kind.name] = made
    return found


def _named(query: Query, kind: str) -> Query:
    values = {name: getattr(query, name) for name in Query.__slots__}
    return Query(**{**values, "kind": kind})
