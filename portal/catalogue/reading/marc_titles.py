"""Title, edition, publication, description, series and notes of a MARC record."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from portal.catalogue.reading.fields import DataField, MarcRecord
from portal.catalogue.reading.punctuation import (
    marks_off,
    place_name,
    publisher_name,
    trimmed,
    unbracketed,
)
from portal.catalogue.reading.titles import TitleParts, taken_apart

_NOTES = ("500", "501", "502", "504", "505", "508", "511", "515", "525", "533", "546", "550",
          "586", "590")  # fmt: skip


def title_of(record: MarcRecord) -> TitleParts:
    """245, or its vernacular twin where the record has only that."""
    found = next(_usable(record), None)
    if found is None:
        return TitleParts(None)
    title = found.get("a") or found.get("k") or found.get("p") or ""
    part = found.joined("p") if found.get("a") or found.get("k") else None
    return taken_apart(
        TitleParts(
            title=title,
            subtitle=found.joined("b"),
            volume=found.joined("n", ", "),
            part_title=part,
            responsibility=found.joined("c"),
        )
    )


def _usable(record: MarcRecord) -> Iterator[DataField]:
    for found in (*record.fields("245"), *vernacular(record, "245")):
        if trimmed(found.get("a") or found.get("k") or found.get("p")):
            yield found


def vernacular(record: MarcRecord, tag: str) -> Iterator[DataField]:
    """Fields 880 that hold `tag` in its own script; `$6` says of which field each is the twin."""
    for found in record.fields("880"):
        if (found.get("6") or "").startswith(tag):
            yield found


def other_titles(record: MarcRecord, title: str | None) -> tuple[str, ...]:
    """Variants, parts, series titles and vernacular forms by which the book is also looked for."""
    names = [
        name for found in record.fields("246", "247", "740", "210", "242") if (name := _name(found))
    ]
    for tag in ("245", "246", "240", "130"):
        names.extend(name for found in vernacular(record, tag) if (name := _name(found)))
    return tuple(name for name in dict.fromkeys(names) if name != title)


def _name(found: DataField) -> str | None:
    return trimmed(found.joined("abnp"))


def original_title(record: MarcRecord) -> str | None:
    """The title of what was translated: 765$t, else the uniform title (240, 130)."""
    name = trimmed(record.first("765", "t"))
    if name:
        return name
    for found in record.fields("240", "130"):
        if name := trimmed(found.joined("anp")):
            return unbracketed(name)
    return None


def edition_of(record: MarcRecord) -> str | None:
    return trimmed(record.first("250", "a"))


def publication(record: MarcRecord) -> tuple[str | None, str | None, str | None]:
    """Place, publisher and the year as printed, from 260 or, of several 264, the publisher's."""
    own = [found for found in record.fields("264") if found.indicators[1] == "1"]
    candidates = [*record.fields("260"), *own, *record.fields("264")]
    place = _first(candidates, "a", place_name)
    name = _first(candidates, "b", publisher_name)
    printed = _first(candidates, "c", trimmed)
    return place, name, printed


def _first(
    candidates: list[DataField], code: str, clean: Callable[[str | None], str | None]
) -> str | None:
    return next((text for found in candidates if (text := clean(found.get(code)))), None)


def description(record: MarcRecord) -> tuple[str | None, str | None]:
    """Extent and size: "345 tr." and "21 cm"."""
    found = next(record.fields("300"), None)
    if found is None:
        return None, None
    extent = marks_off(found.get("a"))
    return extent, trimmed(found.get("c"))


def series_of(record: MarcRecord) -> tuple[str | None, str | None]:
    """The first series and the number in it."""
    for found in record.fields("490", "440", "830", "800"):
        name = trimmed(found.get("t") if found.tag == "800" else found.get("a"))
        if name:
            return unbracketed(name), trimmed(found.get("v"))
    return None, None


def notes_of(record: MarcRecord) -> tuple[str, ...]:
    texts = [text for found in record.fields(*_NOTES) if (text := found.joined("agtru"))]
    return tuple(dict.fromkeys(texts))


def summary_of(record: MarcRecord) -> str | None:
    return "\n".join(text for found in record.fields("520") if (text := found.joined("ab"))) or None
