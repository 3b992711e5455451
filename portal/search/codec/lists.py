"""How one posting list lies in the bytes of all lists: document numbers, then their codes.

Documents are counted in chunks of 65,536; within a chunk a number takes two bytes.

    few postings a chunk:   docs uint32[n]                       | codes uint8[n]
    one chunk in all:       docs uint16[n]                       | codes uint8[n]
    otherwise:              starts uint32[chunks + 1] uint16[n]  | codes uint8[n]

Each list begins on a multiple of four bytes. `loops.lists` reads them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
U32 = NDArray[np.uint32]

CHUNK_BITS = 16
SPARSE = 16  # postings a chunk, below which telling where each chunk begins does not pay


def chunks_of(documents: int) -> int:
    return max(-(-documents >> CHUNK_BITS), 1)


def encode(docs: U32, codes: U8, documents: int) -> bytes:
    """A list's bytes. docs: uint32[n], ascending; codes: uint8[n]; documents: of the segment."""
    chunks = chunks_of(documents)
    if chunks == 1:
        data = docs.astype("<u2").tobytes()
    elif len(docs) < SPARSE * chunks:
        data = docs.astype("<u4").tobytes()
    else:
        starts = np.searchsorted(docs, np.arange(chunks + 1, dtype=np.int64) << CHUNK_BITS)
        data = starts.astype("<u4").tobytes() + docs.astype("<u2").tobytes()
    data += codes.tobytes()
    return data + b"\0" * (-len(data) % 4)
