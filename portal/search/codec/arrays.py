"""A file of named arrays, read where it is mapped: nothing is copied or decoded to open it.

uint64 length of the header | JSON {name: [dtype, items, offset]} | the arrays, little-endian,
each on a multiple of 64 bytes, offsets counted from the first.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ALIGNMENT = 64
MADV_POPULATE_READ = 22  # Linux's number; Python has no name for it yet
Numbers = NDArray[Any]
Arrays = dict[str, Numbers]


def write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write one-dimensional arrays; a file that is there already is replaced in one step."""
    header: dict[str, tuple[str, int, int]] = {}
    end = 0
    for name, array in arrays.items():
        start = _aligned(end)
        header[name] = (array.dtype.newbyteorder("<").str, len(array), start)
        end = start + array.nbytes
    text = json.dumps(header).encode()
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        base = _aligned(file.tell())
        for name, array in arrays.items():
            file.seek(base + header[name][2])
            np.ascontiguousarray(array, dtype=header[name][0]).tofile(file)
        file.truncate(base + end)
    os.replace(temporary, path)


def thin(name: str, numbers: Numbers) -> Arrays:
    """Numbers below 2**24 as two arrays: their lower two bytes, and the byte above if any has one.

    Raises OverflowError for greater ones.
    """
    most = int(numbers.max(initial=0))
    if most >= 1 << 24:
        raise OverflowError(f"{name}: {most}")
    found: Arrays = {name: numbers.astype("<u2")}
    if most >= 1 << 16:
        found[above(name)] = (numbers >> numbers.dtype.type(16)).astype(np.uint8)
    return found


def above(name: str) -> str:
    return f"{name}_above"


def taken(arrays: Arrays, name: str, places: Any) -> Numbers:
    """uint32: numbers made `thin` at these places, an index array or a slice."""
    found: Numbers = arrays[name][places].astype(np.uint32)
    if above(name) in arrays:
        found |= arrays[above(name)][places].astype(np.uint32) << np.uint32(16)
    return found


def read(path: Path) -> Arrays:
    """The arrays of a file, by name: views of the mapped file, which lives as long as they do."""
    with path.open("rb") as file:
        buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    _settle(buffer)
    length = int.from_bytes(buffer[:8], "little")
    header = json.loads(buffer[8 : 8 + length])
    base = _aligned(8 + length)
    return {
        name: np.frombuffer(buffer, dtype, items, base + offset)
        if items
        else np.zeros(0, dtype=dtype)
        for name, (dtype, items, offset) in header.items()
    }


def _settle(buffer: mmap.mmap) -> None:
    """Have all pages at hand now, not one by one when a reader first needs them."""
    # Kernels before Linux 5.14 and other systems do without.
    with suppress(OSError, ValueError):
        buffer.madvise(MADV_POPULATE_READ)


def _aligned(place: int) -> int:
    return -(-place // ALIGNMENT) * ALIGNMENT
