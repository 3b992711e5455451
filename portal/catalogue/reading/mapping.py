"""The mapping file: where another system's MARC keeps its copies, and whose codes are whose.

TOML, every part optional; `docs/import-format.md` explains it to librarians:

    [copies]
    tag = "952"
    barcode = "p"          # one or more subfield codes, tried in turn
    branch = "ab"
    room = "c"
    call_number = ["o"]
    status = "s"
    volume = "h"
    note = "z"

    [branches]             # their code = our library code
    "CN1" = "HN-HDG"

    [rooms]                # their code = our room code
    "Kho mượn" = "KM"

    [statuses]             # their word = available, on_loan, on_hold, in_transit, processing,
    "0" = "available"      #              lost, withdrawn, on_site

    [lendable]
    "2" = false
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.reading.trouble import FileRefused, FileTrouble

ON_SITE = "on_site"
_PARTS = {"copies", "branches", "rooms", "statuses", "lendable"}
_SUBFIELDS = (
    "barcode", "branch", "holding_branch", "room", "call_number", "status", "lendable",
    "volume", "note", "due_on", "added_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CopyFields:
    """Subfield codes of the copy field; of several the first that says something counts."""

    tag: str
    barcode: str = "p"
    branch: str = ""
    holding_branch: str = ""
    room: str = ""
    call_number: str = ""
    status: str = ""
    lendable: str = ""
    volume: str = ""
    note: str = ""
    due_on: str = ""
    added_on: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a mapping file says. The empty one changes nothing."""

    copies: CopyFields | None = None
    branches: dict[str, str] = field(default_factory=dict)
    rooms: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, CopyStatus | None] = field(default_factory=dict)  # None: on-site only
    lendable: dict[str, bool] = field(default_factory=dict)


def code_key(code: str) -> str:
    """Codes are compared without regard to case and outer spaces, and to nothing else."""
    return code.strip().casefold()


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file; raises FileRefused with the place of the first mistake."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return parse_mapping(data)
    except FileNotFoundError as error:
        raise FileRefused(str(path), FileTrouble.not_found) from error
    except (UnicodeDecodeError, ValueError) as error:
        raise FileRefused(str(path), FileTrouble.bad_mapping, str(error)) from error


def parse_mapping(data: dict[str, Any]) -> Mapping:
    """The mapping in parsed TOML; raises ValueError naming the first mistake."""
    unknown = set(data) - _PARTS
    if unknown:
        raise ValueError(f"[{', '.join(sorted(unknown))}]")
    return Mapping(
        copies=_copies(_table(data, "copies")) if "copies" in data else None,
        branches=_words(_table(data, "branches"), "branches"),
        rooms=_words(_table(data, "rooms"), "rooms"),
        statuses={
            word: _status(name)
            for word, name in _words(_table(data, "statuses"), "statuses").items()
        },
        lendable=_booleans(_table(data, "lendable")),
    )


def _table(data: dict[str, Any], name: str) -> dict[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise ValueError(f"[{name}]")
    return table


def _copies(table: dict[str, Any]) -> CopyFields:
    tag = table.get("tag")
    if not isinstance(tag, str) or len(tag) != 3:
        raise ValueError(f"[copies] tag = {tag!r}")
    unknown = set(table) - {"tag", *_SUBFIELDS}
    if unknown:
        raise ValueError(f"[copies] {', '.join(sorted(unknown))}")
    codes = {name: _codes(name, table[name]) for name in _SUBFIELDS if name in table}
    return CopyFields(tag=tag, **codes)


def _codes(name: str, value: object) -> str:
    if isinstance(value, list) and all(isinstance(code, str) for code in value):
        value = "".join(value)
    if not isinstance(value, str):
        raise ValueError(f"[copies] {name} = {value!r}")
    return value.replace("$", "").replace(" ", "")


def _words(table: dict[str, Any], name: str) -> dict[str, str]:
    for word, meaning in table.items():
        if not isinstance(meaning, str):
            raise ValueError(f"[{name}] {word} = {meaning!r}")
    return {code_key(word): meaning for word, meaning in table.items()}


def _status(name: str) -> CopyStatus | None:
    if name == ON_SITE:
        return None
    try:
        return CopyStatus[name]
    except KeyError as error:
        raise ValueError(f"[statuses] {name}") from error


def _booleans(table: dict[str, Any]) -> dict[str, bool]:
    for word, meaning in table.items():
        if not isinstance(meaning, bool):
            raise ValueError(f"[lendable] {word} = {meaning!r}")
    return {code_key(word): meaning for word, meaning in table.items()}
