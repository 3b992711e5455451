"""Several arrays in one file, read by mapping it: opening costs nothing, processes share the pages.

The arrays lie one after another, each at a multiple of eight bytes; behind them stands the table
that names them (JSON), and in the last eight bytes the table's length.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]

ALIGNED = 8  # bytes


def write_arrays(path: Path, arrays: Mapping[str, Numbers]) -> None:
    """Write one-dimensional arrays; a file that is there already is replaced in one step."""
    table: dict[str, tuple[str, int, int]] = {}  # name → type, first byte, length
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    with temporary.open("wb") as handle:
        for name, array in arrays.items():
            handle.write(b"\0" * (-handle.tell() % ALIGNED))
            table[name] = (array.dtype.str, handle.tell(), len(array))
            handle.write(np.ascontiguousarray(array).data)
        told = json.dumps(table).encode()
        handle.write(told + len(told).to_bytes(ALIGNED, "little"))
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(temporary, path)


def read_arrays(path: Path) -> dict[str, Numbers]:
    """The arrays of a file, none of them read yet. Raises FileNotFoundError."""
    whole = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
    told = int.from_bytes(whole[-ALIGNED:].tobytes(), "little")
    table = json.loads(whole[-ALIGNED - told : -ALIGNED].tobytes())
    return {
        name: np.frombuffer(whole.data, dtype, length, first) if length else np.empty(0, dtype)
        for name, (dtype, first, length) in table.items()
    }
