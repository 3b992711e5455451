"""The keys of an alphabetical order, compressed: read only when a document finds its place."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 256  # keys compressed together


def packed(keys: Sequence[bytes]) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
    """(blocks of compressed keys, where each block ends) for keys in ascending order."""
    blocks = [
        zlib.compress(b"".join(_told(key) for key in keys[start : start + BLOCK]), 3)
        for start in range(0, len(keys), BLOCK)
    ]
    ends = np.cumsum([0, *map(len, blocks)]).astype("<u8")
    return np.frombuffer(b"".join(blocks), dtype=np.uint8), ends


class Keys(Sequence[bytes]):
    """The keys of `packed`, in order: a sequence, so that `bisect` can look through it."""

    def __init__(self, blocks: NDArray[np.uint8], ends: NDArray[Any], count: int) -> None:
        self._blocks, self._ends, self._count = blocks, ends, count
        self._block = lru_cache(maxsize=512)(self._unpacked)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: Any) -> Any:
        if not 0 <= place < self._count:
            raise IndexError(place)
        return self._block(place // BLOCK)[place % BLOCK]

    def _unpacked(self, number: int) -> list[bytes]:
        first, last = int(self._ends[number]), int(self._ends[number + 1])
        data = zlib.decompress(self._blocks[first:last].tobytes())
        keys, at = [], 0
        while at < len(data):
            end = at + 2 + int.from_bytes(data[at : at + 2], "little")
            keys.append(data[at + 2 : end])
            at = end
        return keys


def _told(key: bytes) -> bytes:
    """The key behind its length; no order needs more than 65,535 bytes to be told."""
    key = key[:0xFFFF]
    return len(key).to_bytes(2, "little") + key
