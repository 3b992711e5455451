"""A segment in one go: words become numbers, inversion is a sort, lists go to the codec.

A whole build is one such segment in a folder of its own; an update is another beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh.index import TOC

from portal.search.analysis import IndexDocument
from portal.search.codec import FlatCodec, arrays, lexicon, terms_path
from portal.search.codec.storage import MappedStorage
from portal.search.columns import Columns, Ordered
from portal.search.inversion import Inversion
from portal.search.schema import INDEX_NAME, make_schema

ARRAYS_FILE = ".arr"


class OutOfOrder(ValueError):
    """The documents of a whole build did not come in the order of their works."""


def build(folder: Path, chunks: Iterable[list[IndexDocument]]) -> int:
    """Write an index of all documents into an empty folder; returns how many there are.

    Documents come in the order of their works, so that a work's editions lie side by side. Raises
    OutOfOrder when they do not.
    """
    segment, count = write_segment(folder, chunks)
    TOC(make_schema(), [segment] if count else [], 1).write(MappedStorage(str(folder)), INDEX_NAME)
    return count


def write_segment(
    folder: Path, chunks: Iterable[list[IndexDocument]], main: Ordered | None = None
) -> tuple[Any, int]:
    """Write the files of a new segment; returns it and the number of its documents.

    main: the first segment, among whose documents those of a later one take their places in the
    orders. Nothing of the new segment counts before a table of contents names it.
    """
    storage = MappedStorage(str(folder))
    segment = FlatCodec().new_segment(storage, INDEX_NAME)
    inversion, columns = Inversion(), Columns()
    work = 0
    for chunk in chunks:
        for document in chunk:
            if document.work_id < work:
                raise OutOfOrder(document.record_id)
            work = document.work_id
            columns.add(document)
            inversion.add(document)
    count = inversion.documents
    segment.set_doc_count(count)
    if count:
        held = columns.arrays() | inversion.title_arrays()
        if main is not None:
            held |= columns.places(main)
        inverted = inversion.finished()
        held |= inverted.words() | inverted.pairs()
        arrays.write(arrays_path(storage, segment), held)
        del held, columns
        lexicon.write(terms_path(storage, segment), inverted.lists(), count)
    return segment, count


def arrays_path(storage: Any, segment: Any) -> Path:
    return Path(storage.folder, segment.make_filename(ARRAYS_FILE))
