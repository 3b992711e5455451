"""Tantivy by its Python package, as its documentation would have it used.

Words come folded, so its tokenizer only parts them at spaces. Matching words of a query may stand
in different fields: each must stand in one of them, a match weighing what its field weighs. The
page and the facets are two calls, for the package has no one call for both; the total is taken from
a facet that every record is in, so the first call need not count and may skip what cannot reach
the page.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Filter, Occur, TextAnalyzerBuilder, Tokenizer
from tantivy import Query as Part

from bench.searching.engines import (
    FACET_VALUES,
    WEIGHTS,
    Answer,
    Chunks,
    Ranks,
    ddc_class,
    each,
    exact,
    folded,
    folder_bytes,
    ready_libraries,
)
from bench.searching.queries import PAGE, Query
from portal.search.analysis import IndexDocument

HEAP = 3_000_000_000  # bytes for one writing thread: all records fit, one segment comes of it
FIELDS = {
    "library": "libraries", "material": "material", "language": "language",
    "author": "agents", "subject": "subjects", "ddc": "ddc",
}  # fmt: skip
NUMBERS = ("material", "language", "ddc", "agents", "subjects", "libraries", "ready")
FACETS = {name: {"terms": {"field": field, "size": FACET_VALUES}} for name, field in FIELDS.items()}
# A record has one material, so the counts of its values add up to the records found.
ALL_MATERIALS = {"material": {"terms": {"field": "material", "size": 100}}}

Counted = list[tuple[int, int]]


class Tantivy:
    """Six text fields with weights, and one of exact words for queries with marks."""

    name = "tantivy"
    clock = "own"
    marks = True
    choices = True
    everywhere: tuple[str, ...] = tuple(WEIGHTS)  # the fields a word without one is looked for in

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        for name in {**WEIGHTS, **dict.fromkeys(self.everywhere)}:
            builder.add_text_field(name, tokenizer_name="spaces")
        builder.add_text_field("exact", tokenizer_name="spaces", index_option="freq")
        builder.add_unsigned_field("record_id", fast=True)
        for name in NUMBERS:
            builder.add_unsigned_field(name, fast=True, indexed=True)
        builder.add_unsigned_field("year", fast=True, indexed=True)
        builder.add_unsigned_field("title_rank", fast=True)
        self._schema = builder.build()
        self._index: Any = None
        self._searcher: Any = None
        self._ranks: Any = ()

    def build(self, folder: Path, chunks: Chunks, ranks: Ranks) -> None:
        self._ranks = ranks
        index = tantivy.Index(self._schema, path=str(folder))
        self._register(index)
        writer = index.writer(HEAP, 1)
        for document in each(chunks):
            writer.add_document(self._document(document))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._register(self._index)
        self._index.reload()
        self._searcher = self._index.searcher()

    def size(self, folder: Path) -> int:
        return folder_bytes(folder)

    def ask(self, query: Query) -> Answer:
        parts = self._parts(query)
        asked = parts[0][1] if len(parts) == 1 else Part.boolean_query(parts)
        counted = self._searcher.aggregate(asked, {**FACETS, **ALL_MATERIALS})
        facets = {name: _buckets(counted[name]) for name in FACETS}
        total = sum(count for _, count in facets["material"])
        if query.choices:
            facets |= self._choices(query)
        by_title = query.sort == "title"
        found = self._searcher.search(
            asked,
            PAGE,
            count=False,
            offset=(query.page - 1) * PAGE,
            order_by_field="title_rank" if by_title else None,
            order=tantivy.Order.Asc if by_title else tantivy.Order.Desc,
        )
        addresses = [address for _, address in found.hits]
        ids = self._searcher.fast_field_values("record_id", addresses)
        return Answer(total, tuple(ids), facets)

    def _choices(self, query: Query) -> dict[str, Counted]:
        """Each facet narrowed by, counted by a query of its own that is not narrowed by it."""
        found = {}
        if query.library:
            field = "ready" if query.ready else "libraries"
            found["library"] = self._counted(replace(query, library=0), field)
        if query.language:
            found["language"] = self._counted(replace(query, language=0), "language")
        return found

    def _counted(self, query: Query, field: str) -> Counted:
        wanted = {field: {"terms": {"field": field, "size": FACET_VALUES}}}
        asked = Part.boolean_query(self._parts(query))
        return _buckets(self._searcher.aggregate(asked, wanted)[field])

    def _parts(self, query: Query) -> list[tuple[Any, Any]]:
        fields = [query.field] if query.field else list(self.everywhere)
        if query.marks:
            parts = [(Occur.Must, self._term("exact", exact(word))) for word in query.all_of]
        else:
            parts = [(Occur.Must, self._word(fields, word)) for word in query.all_of]
        if query.any_of:
            either = [(Occur.Should, self._word(fields, word)) for word in query.any_of]
            parts.append((Occur.Must, Part.boolean_query(either)))
        if query.phrase:
            phrases = [self._phrase(field, query.phrase) for field in fields]
            parts.append((Occur.Must, _any_of(phrases)))
        if query.prefix:
            beginnings = [self._prefix(field, query.prefix) for field in fields]
            parts.append((Occur.Must, _any_of(beginnings)))
        parts += [(Occur.MustNot, self._word(fields, word)) for word in query.none_of]
        return parts + [(Occur.Must, part) for part in self._filters(query)]

    def _filters(self, query: Query) -> list[Any]:
        found = []
        if query.language:
            found.append(self._number("language", query.language))
        if query.library:
            # Where a copy is ready is a field of its own, so that both are one look-up.
            name = "ready" if query.ready else "libraries"
            found.append(self._number(name, query.library))
        if query.year_from or query.year_to:
            found.append(
                Part.range_query(
                    self._schema,
                    "year",
                    tantivy.FieldType.Unsigned,
                    query.year_from or 1,
                    query.year_to or 9999,
                )
            )
        return [Part.const_score_query(part, 0.0) for part in found]

    def _number(self, field: str, value: int) -> Any:
        return Part.term_query(self._schema, field, value)

    def _word(self, fields: list[str], word: str) -> Any:
        return _any_of([self._weighed(field, self._term(field, word)) for field in fields])

    def _term(self, field: str, word: str) -> Any:
        return Part.term_query(self._schema, field, word)

    def _phrase(self, field: str, found: tuple[str, ...]) -> Any:
        return self._weighed(field, Part.phrase_query(self._schema, field, list(found)))

    def _prefix(self, field: str, start: str) -> Any:
        # Its phrase prefix stops at fifty words; naming them all takes as long as this.
        part = Part.regex_query(self._schema, field, re.escape(start) + ".*")
        return self._weighed(field, part)

    def _weighed(self, field: str, part: Any) -> Any:
        weight = WEIGHTS.get(field, 1.0)
        return part if weight == 1 else Part.boost_query(part, weight)

    def _document(self, document: IndexDocument) -> Any:
        values: dict[str, Any] = self._texts(document)
        values["exact"] = [exact(text) for name in WEIGHTS for text in document.texts.get(name, ())]
        values["record_id"] = document.record_id
        values["title_rank"] = int(self._ranks[document.record_id - 1])
        values["year"] = document.year
        values["material"] = document.material
        values["agents"] = list(document.agents)
        values["subjects"] = list(document.subjects)
        values["libraries"] = list(document.libraries)
        values["ready"] = ready_libraries(document)
        if document.language:
            values["language"] = document.language
        if (ddc := ddc_class(document)) is not None:
            values["ddc"] = ddc
        return tantivy.Document.from_dict(values, self._schema)

    def _texts(self, document: IndexDocument) -> dict[str, Any]:
        return {name: [folded(text) for text in document.texts.get(name, ())] for name in WEIGHTS}

    @staticmethod
    def _register(index: Any) -> None:
        spaces = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.remove_long(200))
        index.register_tokenizer("spaces", spaces.build())


class TantivyOneField(Tantivy):
    """All words in one field more: faster to ask than six, but a word weighs the same anywhere."""

    name = "tantivy-one"
    everywhere = ("words",)

    def _texts(self, document: IndexDocument) -> dict[str, Any]:
        texts = super()._texts(document)
        return {**texts, "words": [text for name in WEIGHTS for text in texts[name]]}


def _buckets(counted: Any) -> Counted:
    return [(bucket["key"], bucket["doc_count"]) for bucket in counted["buckets"]]


def _any_of(parts: list[Any]) -> Any:
    if len(parts) == 1:
        return parts[0]
    return Part.boolean_query([(Occur.Should, part) for part in parts])
