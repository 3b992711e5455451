"""Whoosh's index with our posting lists: its segments and tables of contents, flat arrays inside.

Whoosh asks a codec how terms and postings lie on disk. This one answers with a lexicon of flat
lists (`lexicon`, `lists`), which the search reads whole, while Whoosh's own readers, matchers and
writers go on working over the same files, a posting at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.base import FieldWriter, TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.formats import Format
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from portal.search.codec import lexicon
from portal.search.codec.lexicon import Lexicon

FIELD = "all"  # the one field of words

TERMS_FILE = ".lex"


class Codes(Format):  # type: ignore[misc]
    """One byte a posting: see `analysis.codes`."""

    def fixed_value_size(self) -> int:
        return 1


class FlatCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's own codec, with a lexicon of flat lists in place of its terms and postings."""

    def field_writer(self, storage: Any, segment: Any) -> FlatFieldWriter:
        return FlatFieldWriter(terms_path(storage, segment))

    def terms_reader(self, storage: Any, segment: Any) -> FlatTermsReader:
        return FlatTermsReader(Lexicon(terms_path(storage, segment)))

    def new_segment(self, storage: Any, indexname: str) -> FlatSegment:
        return FlatSegment(self, indexname)


class FlatSegment(W3Segment):  # type: ignore[misc]
    """A segment whose files stay separate: each is mapped once and shared by all workers."""

    def should_assemble(self) -> bool:
        return False


def terms_path(storage: Any, segment: Any) -> Path:
    return Path(storage.folder, segment.make_filename(TERMS_FILE))


class FlatFieldWriter(FieldWriter):  # type: ignore[misc]
    """Takes postings one by one, as Whoosh's writer hands them over, and writes them at the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.is_closed = False
        self._terms: list[tuple[bytes, list[int], bytearray]] = []

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        if fieldname != FIELD:
            raise ValueError(fieldname)

    def start_term(self, text: bytes) -> None:
        self._terms.append((text, [], bytearray()))

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        _text, docs, codes = self._terms[-1]
        docs.append(docnum)
        codes += vbytes

    def finish_term(self) -> None:
        """All of a term is held already."""

    def close(self) -> None:
        listed = (
            (text, np.array(docs, dtype=np.uint32), np.frombuffer(codes, dtype=np.uint8))
            for text, docs, codes in self._terms
        )
        documents = 1 + max((docs[-1] for _text, docs, _codes in self._terms), default=-1)
        lexicon.write(self._path, listed, documents)
        self.is_closed = True


class FlatTermsReader(TermsReader):  # type: ignore[misc]
    """The lexicon as Whoosh looks at it."""

    def __init__(self, terms: Lexicon) -> None:
        self._terms = terms

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return term[0] == FIELD and self._number(term[1]) is not None

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return ((FIELD, text) for text in self._terms)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        numbers = self._terms.between(prefix, b"\xff") if fieldname == FIELD else range(0)
        return ((FIELD, self._terms[number]) for number in numbers)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return (((FIELD, text), self.term_info(FIELD, text)) for text in self._terms)

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[Any]:
        for name, text in self.terms_from(fieldname, prefix):
            yield (name, text), self.term_info(name, text)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        docs, codes = self._terms.postings(self._known(fieldname, text))
        return TermInfo(
            weight=float(codes.astype(np.int64).sum()),
            df=len(docs),
            minlength=1,
            maxlength=1,
            maxweight=float(codes.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def matcher(
        self, fieldname: str, text: bytes, format_: Format, scorer: Any = None
    ) -> ListMatcher:
        docs, codes = self._terms.postings(self._known(fieldname, text))
        values = [bytes([code]) for code in codes.tolist()]
        weights = codes.astype(float).tolist()
        info = self.term_info(fieldname, text)
        return ListMatcher(
            docs.tolist(), weights, values, format_, scorer=scorer, term=(fieldname, text),
            terminfo=info,
        )  # fmt: skip

    def indexed_field_names(self) -> list[str]:
        return [FIELD]

    def cursor(self, fieldname: str, fieldobj: Any) -> Any:
        raise NotImplementedError("Whoosh's fuzzy and regular-expression terms are not asked here.")

    def _number(self, text: bytes) -> int | None:
        found = self._terms.between(text, text + b"\0")
        return found[0] if found else None

    def _known(self, fieldname: str, text: bytes) -> int:
        number = self._number(text) if fieldname == FIELD else None
        if number is None:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return number
