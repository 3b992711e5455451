"""How one posting list lies in the bytes of all lists: document numbers, then their codes.

Documents are counted in chunks of 65,536; within a chunk a number takes two bytes.

    few postings a chunk:   docs uint32[n]                       | codes uint8[n]
    one chunk in all:       docs uint16[n]                       | codes uint8[n]
    otherwise:              starts uint32[chunks + 1] uint16[n]  | codes uint8[n]

Each list begins on a multiple of four bytes.
"""

from __future__ import annotations

from typing import Any

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


def docs_into(out: U32, data: U8, start: int, documents: int, base: int) -> int:
    """Write the numbers of the list at `start`, plus `base`, into `out`; returns where they end."""
    n, chunks = len(out), chunks_of(documents)
    if chunks == 1:
        end = start + 2 * n
        np.add(data[start:end].view("<u2"), np.uint32(base), out=out, dtype=np.uint32)
        return end
    if n < SPARSE * chunks:
        end = start + 4 * n
        np.add(data[start:end].view("<u4"), np.uint32(base), out=out)
        return end
    low = start + 4 * (chunks + 1)
    bounds = data[start:low].view("<u4").tolist()
    numbers = data[low : low + 2 * n].view("<u2")
    for chunk in range(chunks):
        part = slice(bounds[chunk], bounds[chunk + 1])
        first = np.uint32(base + (chunk << CHUNK_BITS))
        np.add(numbers[part], first, out=out[part], dtype=np.uint32)
    return low + 2 * n


def codes_at(data: U8, start: int, n: int, documents: int) -> U8:
    """The codes of the list of `n` at `start`, without reading its numbers."""
    chunks = chunks_of(documents)
    if chunks == 1:
        start += 2 * n
    elif n < SPARSE * chunks:
        start += 4 * n
    else:
        start += 4 * (chunks + 1) + 2 * n
    return data[start : start + n]


def decoded(data: U8, start: int, n: int, documents: int) -> tuple[U32, U8]:
    """(docs uint32[n], codes uint8[n]) of the list at `start`."""
    docs: NDArray[Any] = np.empty(n, dtype=np.uint32)
    end = docs_into(docs, data, start, documents, 0)
    return docs, data[end : end + n]
