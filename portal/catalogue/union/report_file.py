"""The report of an import as a file: one finding a line, as JSON, with the bytes of bad records."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from portal.catalogue.union.report import Finding

EXCERPT = 200


class ReportFile:
    """Writes findings as they come, so that a long import can be watched."""

    def __init__(self, path: Path, words: Callable[[Finding], str]) -> None:
        self._path = path
        self._words = words
        self._out: TextIO | None = None

    def __enter__(self) -> Self:
        self._out = self._path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._out:
            self._out.close()

    def write(self, finding: Finding) -> None:
        """One line: what, where, why, in words, and the bytes twice (exactly, and to look at)."""
        row = {
            "kind": finding.kind.value,
            "place": finding.place,
            "reason": str(finding.reason),
            "text": finding.text,
            "message": self._words(finding),
        }
        if finding.raw is not None:
            row["raw_base64"] = base64.b64encode(finding.raw).decode("ascii")
            row["excerpt"] = finding.raw[:EXCERPT].decode("utf-8", "backslashreplace")
        if self._out:
            self._out.write(json.dumps(row, ensure_ascii=False) + "\n")
