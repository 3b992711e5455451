"""What the one that stays takes from the other of two that are one: only what it has not itself."""

from __future__ import annotations

from collections.abc import Iterator

from portal.cards.identity import name_key
from portal.cards.models import Borrower

_OWN = ("gender", "occupation", "school", "class_name", "address", "commune_code")

_CONTACTS = ("phone",)
"""Only in the presence of the reader, as is the address: they lead to the account."""

_ADDRESS = ("email", "email_confirmed_at")

_DOCUMENT = ("id_kind", "id_sealed", "id_hash")

_GUARDIAN = ("guardian_name", "guardian_relation")

_GUARDIAN_CONTACTS = ("guardian_phone",)

_GUARDIAN_DOCUMENT = ("guardian_id_kind", "guardian_id_sealed", "guardian_id_hash")


def inherited(keep: Borrower, drop: Borrower, *, child: bool, contacts: bool) -> dict[str, object]:
    """Column → value. child: `keep` is one today; contacts: the reader is here.

    A grown-up is nobody's ward for having been a child on the other form; and of two guardians
    none is given the other's telephone or document. A confirmed address comes in place of one that
    nobody confirmed: that one is a stranger's, perhaps, and is not confirmed by the other's moment.
    """
    fields: tuple[str, ...] = _OWN
    groups: list[tuple[str, ...]] = [_DOCUMENT]
    if contacts and theirs_alone(drop, child=child):
        fields += _CONTACTS
        groups.append(_ADDRESS)
    if child and _one_guardian(keep, drop):
        fields += _GUARDIAN + (_GUARDIAN_CONTACTS if contacts else ())
        groups.append(_GUARDIAN_DOCUMENT)
    return dict(_lacking(keep, drop, fields, groups))


def theirs_alone(drop: Borrower, *, child: bool) -> bool:
    """Whether address and account of `drop` are for `keep`; not a parent's for a grown-up."""
    return child or drop.guardian_name is None


def _one_guardian(keep: Borrower, drop: Borrower) -> bool:
    mine, other = keep.guardian_name, drop.guardian_name
    return mine is None or other is None or name_key(mine) == name_key(other)


def _lacking(
    keep: Borrower, drop: Borrower, fields: tuple[str, ...], groups: list[tuple[str, ...]]
) -> Iterator[tuple[str, object]]:
    """groups: columns that come along together or not at all, by the last of them."""
    for name in fields:
        if getattr(keep, name) is None and (value := getattr(drop, name)) is not None:
            yield name, value
    for group in groups:
        if getattr(keep, group[-1]) is None and getattr(drop, group[-1]) is not None:
            yield from ((name, getattr(drop, name)) for name in group)
