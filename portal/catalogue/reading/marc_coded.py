"""What the leader and field 008 say in codes: form, audience, language, year."""

from __future__ import annotations

import re

from portal.catalogue.kinds import Material
from portal.catalogue.reading.dates import year_of
from portal.catalogue.reading.fields import MarcRecord
from portal.catalogue.reading.languages import language_code
from portal.catalogue.reading.materials import material_named

_BY_TYPE = {
    "e": Material.map, "f": Material.map, "c": Material.score, "d": Material.score,
    "i": Material.sound, "j": Material.sound, "g": Material.video, "k": Material.picture,
    "m": Material.ebook, "o": Material.kit, "r": Material.kit, "p": Material.kit,
}  # fmt: skip
_CHILDREN = frozenset("abcj")  # 008/22: preschool to pre-adolescent, and juvenile
_COMIC = re.compile(r"truyện tranh|comics|comic books|graphic novels|bandes? dessinées?", re.I)
_CHILD_WORDS = re.compile(r"thiếu nhi|trẻ em|nhi đồng|mầm non|juvenile|children|enfants", re.I)
_PRINTED_YEAR = re.compile(r"\d{4}")


def material_of(record: MarcRecord) -> Material:
    """The form of the document, from leader/06-07 and 008, then from 245$h and 655."""
    kind = record.leader[6:7]
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if record.leader[7:8] in ("s", "b", "i"):
        return Material.serial
    form = record.coded[23]
    if form == "f":
        return Material.braille
    if form in "oqs" or record.first("338", "b") == "cr":
        return Material.ebook
    named = material_named(record.first("245", "h") or "")
    if named:
        return named
    return Material.comic if _is_comic(record) else Material.book


def _is_comic(record: MarcRecord) -> bool:
    if record.coded[24:28].count("6") == 1 and record.leader[6:7] == "a":
        return True
    return any(_COMIC.search(found.get("a") or "") for found in record.fields("655", "650", "653"))


def for_children(record: MarcRecord) -> bool:
    """Whether 008/22, or failing that 521 or a subject's $v, says the book is for children."""
    if record.leader[6:7] in "atcdgijkm" and record.coded[22] in _CHILDREN:
        return True
    if any(_CHILD_WORDS.search(found.get("a") or "") for found in record.fields("521")):
        return True
    return any(
        _CHILD_WORDS.search(text)
        for found in record.fields("650", "655")
        for text in found.all("v")
    )


def language_of(record: MarcRecord) -> str | None:
    """The language 008 or 041$a declares; None for `und`, blanks, fill characters and nonsense."""
    code = language_code(record.coded[35:38])
    if code:
        return code
    declared = record.first("041", "a")
    return language_code(declared[:3]) if declared else None


def year_of_record(record: MarcRecord, printed: str | None) -> int | None:
    """The year printed in 260/264$c; where it holds none, the first date of 008."""
    year = year_of(printed)
    if year:
        return year
    coded = record.coded[7:11]
    return year_of(coded) if _PRINTED_YEAR.fullmatch(coded) else None
