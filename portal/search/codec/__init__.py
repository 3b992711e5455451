"""How postings and columns lie on disk: flat arrays that NumPy reads where they are mapped.

Whoosh keeps segments, term dictionary, deletions and merging; this codec only changes what a
posting list and a column look like inside them, so that a query is worked out on whole arrays.
"""

from __future__ import annotations

from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment, W3TermsReader
from whoosh.matching import ListMatcher
from whoosh.reading import TermNotFound

from portal.search.codec.postings import FlatPostingsWriter, Postings, read_postings


class ColumnarCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's own codec with flat posting lists."""

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> FlatPostingsWriter:
        return FlatPostingsWriter(dbfile)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        """Whoosh's ordinary posting-at-a-time view, used when it merges small segments."""
        postings = read_postings(dbfile, terminfo, format_)
        return ListMatcher(
            postings.docs.tolist(),
            postings.weights(),
            postings.values(),
            format_,
            scorer=scorer,
            term=term,
            terminfo=terminfo,
        )

    def field_writer(self, storage: Any, segment: Any) -> FlatFieldWriter:
        return FlatFieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> FlatTermsReader:
        length = storage.file_length(segment.make_filename(self.TERMS_EXT))
        terms = segment.open_file(storage, self.TERMS_EXT)
        return FlatTermsReader(self, terms, length, segment.open_file(storage, self.POSTS_EXT))

    def new_segment(self, storage: Any, indexname: str) -> ColumnarSegment:
        return ColumnarSegment(self, indexname)


class ColumnarSegment(W3Segment):  # type: ignore[misc]
    """A segment whose files stay separate: each is mapped once and shared by all workers."""

    def should_assemble(self) -> bool:
        return False


class FlatFieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Whoosh's field writer, which can also take a whole posting list at once."""

    def add_term(self, term: bytes, postings: Postings) -> None:
        self.start_term(term)
        self._postwriter.add_postings(postings)
        self.finish_term()


class FlatTermsReader(W3TermsReader):  # type: ignore[misc]
    def postings(self, field: str, term: bytes, format_: Any) -> Postings | None:
        """The posting list of a term as views of the mapped file, None if no document has it."""
        try:
            info = self.term_info(field, term)
        except TermNotFound:
            return None
        return read_postings(self._postfile, info, format_)

    def terms_with_prefix(self, field: str, prefix: bytes, limit: int) -> list[bytes]:
        """At most `limit` terms of a field that begin with `prefix`, in byte order."""
        if field not in self.indexed_field_names():
            return []
        found: list[bytes] = []
        for name, term in self.terms_from(field, prefix):
            if name != field or not term.startswith(prefix) or len(found) >= limit:
                break
            found.append(term)
        return found
