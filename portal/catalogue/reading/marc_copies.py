"""Copies of a MARC record: 952 as Koha exports it, 852 as MARC defines it, or as a mapping says."""

from __future__ import annotations

from collections.abc import Iterator

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.reading.dates import day_of
from portal.catalogue.reading.draft import Doubt, DoubtKind, DraftCopy
from portal.catalogue.reading.fields import DataField, MarcRecord
from portal.catalogue.reading.mapping import CopyFields, Mapping, code_key
from portal.catalogue.reading.statuses import lendable_of, on_site_only, status_of

MARC_852 = CopyFields(
    tag="852", barcode="p", branch="b", room="c", call_number="hij", volume="3", note="z"
)
KOHA_952 = CopyFields(
    tag="952", barcode="p", branch="a", holding_branch="b", room="c", call_number="o",
    volume="h", note="z", due_on="q", added_on="d",
)  # fmt: skip
_MAX_BARCODE = 60
_MAX_CALL_NUMBER = 120
_CLEAR = ("", "0")


def copies_of(
    record: MarcRecord, mapping: Mapping
) -> tuple[tuple[DraftCopy, ...], tuple[Doubt, ...]]:
    """Every copy field's items. Without a mapping 952 counts where it has barcodes, else 852."""
    plan = mapping.copies or _usual(record)
    copies: list[DraftCopy] = []
    doubts: list[Doubt] = []
    for field in record.fields(plan.tag):
        copies.extend(_items(field, plan, mapping, doubts))
    return tuple(copies), tuple(doubts)


def _usual(record: MarcRecord) -> CopyFields:
    with_barcode = any(found.get("p") for found in record.fields("952"))
    return KOHA_952 if with_barcode or not record.data.get("852") else MARC_852


def _items(
    field: DataField, plan: CopyFields, mapping: Mapping, doubts: list[Doubt]
) -> Iterator[DraftCopy]:
    barcodes: list[str | None] = []
    for text in field.all(plan.barcode):
        if len(text) <= _MAX_BARCODE:
            barcodes.append(text)
        else:
            doubts.append(Doubt(f"{plan.tag}${plan.barcode}", DoubtKind.barcode, text[:200]))
    call_number = _call_number(field, plan)
    if not barcodes and not call_number and not field.all(plan.room):
        return
    status, lendable = _state(field, plan, mapping, doubts)
    for barcode in barcodes or [None]:
        yield DraftCopy(
            barcode=barcode,
            branch=_mapped(field, plan.branch, mapping.branches),
            holding_branch=_mapped(field, plan.holding_branch, mapping.branches),
            room=_mapped(field, plan.room, mapping.rooms),
            call_number=call_number,
            status=status,
            lendable=lendable,
            volume=_first(field, plan.volume),
            note=_first(field, plan.note),
            due_on=day_of(_first(field, plan.due_on)),
            added_on=day_of(_first(field, plan.added_on)),
        )


def _first(field: DataField, codes: str) -> str | None:
    """The first of `codes` that says something, in the order of `codes`."""
    for code in codes:
        if value := field.get(code):
            return value
    return None


def _mapped(field: DataField, codes: str, names: dict[str, str]) -> str | None:
    value = _first(field, codes)
    return names.get(code_key(value), value) if value else None


def _call_number(field: DataField, plan: CopyFields) -> str | None:
    if plan is MARC_852:
        text = field.joined("hi") or field.get("j")
    else:
        text = field.joined(plan.call_number)
    return text[:_MAX_CALL_NUMBER] if text else None


def _state(
    field: DataField, plan: CopyFields, mapping: Mapping, doubts: list[Doubt]
) -> tuple[CopyStatus | None, bool | None]:
    """Status and whether the copy may be lent (None: the file does not say)."""
    if plan is KOHA_952:
        return _koha_state(field)
    lendable = _lendable(_first(field, plan.lendable), mapping)
    word = _first(field, plan.status)
    if word and code_key(word) in mapping.statuses:
        status = mapping.statuses[code_key(word)]
        return (CopyStatus.available, False) if status is None else (status, lendable)
    known = status_of(word)
    if known is CopyStatus.unknown:
        doubts.append(Doubt(f"{plan.tag}${plan.status}", DoubtKind.status, (word or "")[:80]))
    return known, False if on_site_only(word) else lendable


def _lendable(word: str | None, mapping: Mapping) -> bool | None:
    if word and code_key(word) in mapping.lendable:
        return mapping.lendable[code_key(word)]
    return lendable_of(word)


def _koha_state(field: DataField) -> tuple[CopyStatus | None, bool | None]:
    """Koha's flags: 0 withdrawn, 1 lost, 4 damaged, 7 not for loan (negative: not yet), q due."""
    flag = {code: field.get(code) or "" for code in "0147"}
    lendable = None if not flag["7"] else flag["7"] == "0"
    if flag["0"] not in _CLEAR:
        return CopyStatus.withdrawn, lendable
    if flag["1"] not in _CLEAR:
        return CopyStatus.lost, lendable
    if field.get("q"):
        return CopyStatus.on_loan, lendable
    if flag["7"].startswith("-") or flag["4"] not in _CLEAR:
        return CopyStatus.processing, lendable
    return CopyStatus.available if any(flag.values()) else None, lendable
