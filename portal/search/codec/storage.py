"""Whoosh's file storage with every opened file mapped into memory.

Stock Whoosh seeks and reads on one file object, which threads must not share; a map needs neither.
"""

from __future__ import annotations

import mmap
import os
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile


class MappedFile(BufferFile):  # type: ignore[misc]
    """A read-only file as one buffer; `get` and NumPy views need no lock."""

    def __init__(self, path: Path, name: str) -> None:
        with path.open("rb") as handle:
            size = os.fstat(handle.fileno()).st_size
            # An empty file cannot be mapped; an empty buffer reads the same.
            self.buffer: Any = (
                mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
            )
        self._buf = self.buffer
        self._name = name
        self.file = self.buffer
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    def close(self) -> None:
        """Views may outlive the reader; the map goes when the last of them does."""
        self.is_closed = True


class MappedStorage(FileStorage):  # type: ignore[misc]
    def delete_file(self, name: str) -> None:
        """Nothing is deleted file by file: a reader may be about to open it, and a writer that is
        killed must leave the serving generation whole. The folder goes after the next whole build.
        """

    def open_file(self, name: str, **kwargs: Any) -> MappedFile:
        return MappedFile(Path(self.folder) / name, name)
