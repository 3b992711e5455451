"""The parts of a title statement: title, remainder, volume, title of the volume, responsibility."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from portal.catalogue.reading.punctuation import trimmed
from portal.vietnamese.numerals import split_volume

_WHOLE = re.compile(r"^(?P<title>.+?)(?:\s+:\s+(?P<rest>.+?))?(?:\s+/\s+(?P<by>.+))?$")
_EDITION = re.compile(
    r"\s*[(\[]\s*((?:tái bản|in lần|xuất bản lần)[^()\[\]]{0,60})[)\]]\s*", re.IGNORECASE
)
_BARE_VOLUME = re.compile(r"^(?:tập|quyển|phần|t\.|q\.|vol\.?|tome|số)\s*[\dIVXLC]+\.?$", re.I)
_NUMBER = re.compile(r"^(?:\d+(?:[.-]\d+)?|[IVXLC]+|[A-Z])$")


@dataclass(frozen=True, slots=True)
class TitleParts:
    title: str | None
    subtitle: str | None = None
    volume: str | None = None
    part_title: str | None = None
    responsibility: str | None = None
    edition: str | None = None  # some write "(Tái bản 2023)" behind the title


def taken_apart(parts: TitleParts) -> TitleParts:
    """Find the volume and the edition that stand in the title, and an ISBD entry in one piece.

    Capitals stay: what a title in capitals would be in small letters is a guess.
    """
    parts = _isbd_in_one(parts)
    parts = _without_edition(parts)
    if parts.volume is None and parts.subtitle and _BARE_VOLUME.match(parts.subtitle):
        parts = replace(parts, volume=parts.subtitle, subtitle=None)
    if parts.volume is None and parts.title:
        parts = _volume_in_title(parts)
    return replace(
        parts,
        title=trimmed(parts.title),
        subtitle=trimmed(parts.subtitle),
        volume=volume_text(parts.volume),
        part_title=trimmed((parts.part_title or "").lstrip(" )-–—")),
        responsibility=trimmed(parts.responsibility),
        edition=trimmed(parts.edition),
    )


def volume_text(text: str | None) -> str | None:
    """A volume as people read it: a bare number becomes "Tập 3"."""
    text = trimmed(text)
    return f"Tập {text}" if text and _NUMBER.match(text) else text


def _isbd_in_one(parts: TitleParts) -> TitleParts:
    """ "Đất rừng phương Nam : Truyện / Đoàn Giỏi" typed into the title alone."""
    if parts.title is None or parts.responsibility or " / " not in parts.title:
        return parts
    match = _WHOLE.match(parts.title)
    if match is None:
        return parts
    return replace(
        parts,
        title=match["title"],
        subtitle=parts.subtitle or match["rest"],
        responsibility=match["by"],
    )


def _without_edition(parts: TitleParts) -> TitleParts:
    match = _EDITION.search(parts.title or "")
    if match is None or parts.title is None:
        return parts
    title = f"{parts.title[: match.start()]} {parts.title[match.end() :]}".strip()
    return replace(parts, title=title or parts.title, edition=match[1])


def _volume_in_title(parts: TitleParts) -> TitleParts:
    found = split_volume(parts.title or "")
    if found.volume is None or not found.title:
        return parts
    return replace(
        parts,
        title=found.title,
        volume=found.volume,
        part_title=parts.part_title or found.part_title,
    )
