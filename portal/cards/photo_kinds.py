"""What a file is by its first bytes, so that a refusal can name it."""

from __future__ import annotations

import re
from typing import Final

_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"%PDF-", "PDF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"PK\x03\x04", "ZIP"),
    (b"%!PS", "PostScript"),
    (b"8BPS", "PSD"),
    (b"\xff\x0a", "JPEG XL"),
)
_HEIF: Final = re.compile(rb"....ftyp(?:hei[cfmsx]|hev[cmsx]|mif1|msf1)", re.DOTALL)
_AVIF: Final = re.compile(rb"....ftypavi[fs]", re.DOTALL)
_VIDEO: Final = re.compile(rb"....ftyp", re.DOTALL)
_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?a-z]", re.IGNORECASE)
_SAMPLE: Final = 4096


def kind_of(content: bytes) -> str:
    """The usual name of the kind ("JPEG", "PDF"), empty when it is none of those people send."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    for pattern, kind in ((_HEIF, "HEIC"), (_AVIF, "AVIF"), (_VIDEO, "video")):
        if pattern.match(content):
            return kind
    return _text_kind(content[:_SAMPLE])


def _text_kind(sample: bytes) -> str:
    if not _MARKUP.match(sample):
        return ""
    return "SVG" if b"<svg" in sample.lower() else "HTML"
