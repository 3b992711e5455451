"""Small catalogues for the engine's tests: documents, queries, and indexes made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from hypothesis import strategies as st

from portal.search import bulk
from portal.search.additions import Addition
from portal.search.analysis import TEXT_FIELDS, IndexDocument, ddc_number, language_number
from portal.search.engine import SORTS, Request
from portal.search.facets import FACETS
from portal.search.query import And, Node, Not, Or, ParsedQuery, Phrase, Prefix, Word, Years
from portal.search.snapshot import Snapshot
from portal.vietnamese.order import sort_key

# Few words, so that they meet; marks, both tone placements, i and y, foreign, a number.
WORDS = (
    "ma má mà đường dương duong hoà hòa hoa lý lí Việt Nam dế Mèn quỳnh quyên Lyon 12 C++ 書"
).split()
FIELDS = [text_field.name for text_field in TEXT_FIELDS]

texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
small_ids = st.integers(1, 4)
id_lists = st.lists(small_ids, max_size=3, unique=True).map(tuple)


@st.composite
def documents(draw: st.DrawFn, record_id: int = 0) -> IndexDocument:
    titles = draw(st.lists(texts, min_size=1, max_size=2))
    libraries = tuple(sorted(draw(id_lists)))
    return IndexDocument(
        record_id=record_id,
        work_id=draw(st.integers(1, 6)),
        texts={"title": titles} | {name: draw(st.lists(texts, max_size=2)) for name in FIELDS[1:]},
        titles=titles,
        year=draw(st.sampled_from([0, 1954, 1990, 2024])),
        language=language_number(draw(st.sampled_from([None, "vie", "eng"]))),
        material=draw(st.sampled_from([0, 1, 2])),
        ddc=ddc_number(draw(st.sampled_from([None, "000", "005.1", "895.922", "890", "959"]))),
        added=draw(st.sampled_from([0, 1_700_000_000, 1_800_000_000])),
        loans=draw(st.sampled_from([0, 3, 900])),
        title_order=sort_key(titles[0]),
        author_order=sort_key(draw(texts)),
        agents=draw(id_lists),
        subjects=draw(id_lists),
        rooms=tuple(sorted(draw(id_lists))),
        libraries=libraries,
        available=tuple(draw(st.integers(0, 2)) for _ in libraries),
    )


def catalogues(max_size: int = 12) -> st.SearchStrategy[list[IndexDocument]]:
    """Documents in the order in which a build reads them: editions of a work side by side."""

    def numbered(found: list[IndexDocument]) -> list[IndexDocument]:
        for number, document in enumerate(found, 1):
            document.record_id = number
        return in_order(found)

    return st.lists(documents(), min_size=1, max_size=max_size).map(numbered)


_words = st.sampled_from([word.lower() for word in WORDS])
_fields = st.sampled_from([None, None, *FIELDS])
_leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, _words, _fields),
    st.builds(Phrase, st.lists(_words, min_size=2, max_size=3).map(tuple), _fields),
    st.builds(
        Prefix, st.tuples(_words, st.integers(1, 5)).map(lambda cut: cut[0][: cut[1]]), _fields
    ),
    st.tuples(st.integers(0, 2030), st.integers(0, 2030)).map(
        lambda years: Years(min(years), max(years))
    ),
)


def _grown(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(And, several), st.builds(Or, several), st.builds(Not, parts))


queries = st.recursive(_leaves, _grown, max_leaves=5).map(ParsedQuery)

_values: dict[str, st.SearchStrategy[int]] = {
    "language": st.sampled_from([language_number("vie"), language_number("eng")]),
    "ddc": st.sampled_from([10, 18, 19, 189, 100, 1895, 1005]),
}
filters = st.dictionaries(st.sampled_from(list(FACETS)), st.none(), max_size=2).flatmap(
    lambda names: st.fixed_dictionaries(
        {
            name: st.lists(_values.get(name, small_ids), min_size=1, max_size=2, unique=True).map(
                tuple
            )
            for name in names
        }
    )
)
_years = st.none() | st.sampled_from([1, 1954, 1990, 2025])
requests = st.builds(
    Request,
    query=queries,
    filters=filters,
    year_from=_years,
    year_to=_years,
    available=st.booleans(),
    available_at=id_lists,
    sort=st.sampled_from(SORTS),
    count=st.just(100),
    facets=st.just(tuple(FACETS)),
)


def built(folder: Path, found: Sequence[IndexDocument]) -> Snapshot:
    """An index made in one go."""
    folder.mkdir(parents=True, exist_ok=True)
    bulk.build(folder, [list(found)] if found else [])
    return Snapshot(folder, 1)


class Growing:
    """An index that changes as by updates, from documents that stand in for the database."""

    def __init__(self, folder: Path, found: Sequence[IndexDocument]) -> None:
        self._folder, self._toc = folder, 1
        self._now = {document.record_id: document for document in found}
        built(folder, in_order(found))

    def change(self, found: Sequence[IndexDocument], gone: Collection[int] = ()) -> None:
        """New records and new versions of old ones come, others go."""
        addition = Addition(self._folder, self._toc, {*gone, *(one.record_id for one in found)})
        self._now |= {document.record_id: document for document in found}
        for record_id in gone:
            self._now.pop(record_id, None)
        wanted = addition.taken_over | {document.record_id for document in found}
        addition.write(in_order([self._now[record_id] for record_id in wanted]))
        self._toc = addition.toc

    @property
    def documents(self) -> list[IndexDocument]:
        return in_order(self._now.values())

    @property
    def snapshot(self) -> Snapshot:
        return Snapshot(self._folder, self._toc)


def in_order(found: Iterable[IndexDocument]) -> list[IndexDocument]:
    """As a build reads them: editions of a work side by side."""
    return sorted(found, key=lambda document: (document.work_id, document.record_id))
