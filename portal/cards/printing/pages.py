"""Values of cards to PDF, set by typst.

What people typed reaches typst as JSON and is placed as strings, never as markup. The same cards
give the same bytes: no date, no fonts but those beside this file and typst's own.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import typst

from portal.cards.barcodes import code128_svg, modules_across, qr_svg
from portal.cards.numbers import grouped
from portal.i18n import date_text, locale_code
from portal.i18n import gettext as _
from portal.vietnamese import normalise

_HERE = Path(__file__).parent
_EMBLEM = _HERE.parents[1] / "static" / "icons" / "favicon.svg"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """What a card says. Texts are any Unicode; a long one is set smaller, cut off from 200 letters.

    provisional_until: in place of a last day, where nobody saw a document yet.

    number: as the barcode holds it, without blanks. qr: what the QR code says, the number when
    empty. photo: a JPEG of 3:4 as `portal.cards.photos` makes it.
    """

    library: str
    name: str
    number: str
    kind: str
    valid_until: date | None = None
    provisional_until: date | None = None
    qr: str = ""
    photo: bytes | None = None


def card_pdf(*cards: PrintedCard) -> bytes:
    """A page of 85.6 × 54 mm for each card, words in the reader's language.

    Raises `ValueError` where a number cannot be a barcode.
    """
    return _set("one.typ", [_values(card) for card in cards])


def sheet_pdf(cards: Sequence[PrintedCard]) -> bytes:
    """A4 with cut marks, ten cards to a page, filled from the top. Raises as `card_pdf`."""
    return _set("sheet.typ", [_values(card) for card in cards])


def blanks_pdf(library: str, numbers: Sequence[str]) -> bytes:
    """The same sheets of cards that are nobody's yet: name and birthday are lines for a pen."""
    blanks = [PrintedCard(library=library, name="", number=one, kind="") for one in numbers]
    return _set("sheet.typ", [{**_values(one), "blank": True} for one in blanks])


def _set(template: str, cards: Sequence[dict[str, Any]]) -> bytes:
    if not cards:
        raise ValueError("no card to print")
    given = {
        "cards": cards,
        "labels": _labels(),
        "lang": locale_code(),
        "emblem": _EMBLEM.read_text(encoding="utf-8"),
    }
    made = typst.compile(
        _HERE / template,
        root=_HERE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"cards": json.dumps(given, ensure_ascii=False)},
        format="pdf",
    )
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """Read once a process: it takes longer than a sheet."""
    return typst.Fonts(include_system_fonts=False, font_paths=[_HERE / "fonts"])


def _values(card: PrintedCard) -> dict[str, Any]:
    bars, qr = code128_svg(card.number), qr_svg(card.qr or card.number)
    return {
        "blank": False,
        "library": _clean(card.library),
        "name": _clean(card.name),
        "shown": grouped(card.number),
        "kind": _clean(card.kind),
        "until": date_text(card.valid_until or card.provisional_until) or None,
        "provisional": card.valid_until is None and card.provisional_until is not None,
        "bars": bars,
        "bars-modules": modules_across(bars),
        "qr": qr,
        "qr-modules": modules_across(qr),
        "photo": _framed(card.photo) if card.photo else None,
    }


def _clean(text: str) -> str:
    return normalise(text[: 2 * _LONGEST])[:_LONGEST]


def _framed(jpeg: bytes) -> str:
    """The photo within an SVG, since typst takes texts from us and no bytes."""
    data = b64encode(jpeg).decode("ascii")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 4">'
        f'<image width="3" height="4" href="data:image/jpeg;base64,{data}"/></svg>'
    )


def _labels() -> dict[str, str]:
    return {
        "title": _("Thẻ bạn đọc"),
        "number": _("Số thẻ"),
        "kind": _("Loại thẻ"),
        "until": _("Có giá trị đến"),
        "provisional": _("Thẻ tạm, đến"),
        "name": _("Họ và tên"),
        "birthday": _("Ngày sinh"),
        "photo": _("Ảnh chân dung"),
        "bars": _("Mã vạch của số thẻ"),
        "qr": _("Mã QR của số thẻ"),
    }
