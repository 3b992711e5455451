"""ISBD punctuation: the marks of a printed entry that stand at the ends of subfields."""

from __future__ import annotations

import re

# A formula-like "=1+1", "C++" and "+84" keep their signs: as ISBD marks these stand apart.
_END = re.compile(r"(?:[\s/:;,]|(?<=\s)[=+])+$")
_START = re.compile(r"^(?:[\s/:;,]|[=+](?=\s|$))+")
_ABBREVIATED = re.compile(
    r"(?:\.\.|…|\b[^\W\d_]|\b(?:tr|ed|vol|no|jr|sr|etc|inc|co|ltd|t|q|tp|nxb|ch\.b))\.$"
)
_NOWHERE = re.compile(r"^(?:s\.?\s?l\.?|k\.?\s?đ\.?|\?+|-+)$", re.IGNORECASE)
_NOBODY = re.compile(
    r"^(?:s\.?\s?n\.?|k\.?\s?nxb\.?|k\.?\s?n\.?\s?x\.?\s?b\.?|\?+|-+)$", re.IGNORECASE
)
_NXB = re.compile(r"^(?:nxb\.?|nhà xuất bản)\s*:?\s*(?=\w)", re.IGNORECASE)
_BRACKETED = re.compile(r"^\[([^][]*)\]$")


def trimmed(text: str | None) -> str | None:
    """Without ISBD marks around it and without a final full stop; None when nothing is left."""
    if not text:
        return None
    text = _END.sub("", _START.sub("", text))
    if text.endswith(".") and not _ABBREVIATED.search(text):
        text = _END.sub("", text[:-1])
    return text or None


def marks_off(text: str | None) -> str | None:
    """Without ISBD marks around it; a final full stop stays, for it may belong to the text."""
    if not text:
        return None
    return _END.sub("", _START.sub("", text)) or None


def unbracketed(text: str | None) -> str | None:
    """What a cataloguer put in square brackets, without them: "[Hà Nội]", "[H."."""
    if not text:
        return None
    match = _BRACKETED.match(text)
    if match:
        return match[1].strip() or None
    if text.count("[") != text.count("]"):
        return text.strip("[] ") or None
    return text


def place_name(text: str | None) -> str | None:
    """A place of publication; "H." is Hà Nội on every Vietnamese title page, "[S.l.]" is none."""
    text = unbracketed(trimmed(text))
    if text is None or _NOWHERE.match(text):
        return None
    return "Hà Nội" if text in ("H.", "H", "HN", "HN.") else text


def publisher_name(text: str | None) -> str | None:
    """A publisher without "Nxb." before it; "[s.n.]" is none."""
    text = unbracketed(trimmed(text))
    if text is None or _NOBODY.match(text):
        return None
    return _NXB.sub("", text) or text
