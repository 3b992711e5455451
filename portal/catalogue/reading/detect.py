"""What kind of file this is, by its bytes first and its name second."""

from __future__ import annotations

import re
from typing import BinaryIO

FORMATS = ("marc", "marcxml", "csv", "xlsx")
_LEADER = re.compile(rb"\s*\d{5}[ -~]{7}\d{5}[ -~]{3}4")
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_SAMPLE = 64 * 1024
_BY_SUFFIX = {
    ".mrc": "marc", ".marc": "marc", ".iso": "marc", ".dat": "marc", ".mrk8": "marc",
    ".xml": "marcxml", ".marcxml": "marcxml", ".csv": "csv", ".tsv": "csv", ".txt": "csv",
    ".xlsx": "xlsx", ".xlsm": "xlsx",
}  # fmt: skip


def format_of(stream: BinaryIO, name: str) -> str | None:
    """One of FORMATS, None when nothing fits. The stream is left at its start."""
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    if _WEB_PAGE.match(sample):
        return None
    return _by_bytes(sample) or _by_name(sample, name)


def _by_bytes(sample: bytes) -> str | None:
    if sample.startswith(b"PK\x03\x04"):
        return "xlsx"
    start = sample.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<") or sample.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<")):
        return "marcxml"
    if _LEADER.match(sample) or (b"\x1e" in sample and b"\x1f" in sample):
        return "marc"
    return None


def _by_name(sample: bytes, name: str) -> str | None:
    suffix = "." + name.rpartition(".")[2].lower()
    wanted = _BY_SUFFIX.get(suffix)
    if wanted == "xlsx":
        return None  # a workbook is a zip file, and this is none
    if wanted:
        return wanted
    return "csv" if sample and b"\0" not in sample[:1000] else None
