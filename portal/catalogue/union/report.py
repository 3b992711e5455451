"""What an import has to tell: figures, and findings to be looked at one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class FindingKind(StrEnum):
    bad_record = "bad_record"
    repeated_record = "repeated_record"
    number_reused = "number_reused"
    vanished = "vanished"
    copy_vanished = "copy_vanished"
    duplicate_barcode = "duplicate_barcode"
    barcode_elsewhere = "barcode_elsewhere"
    no_barcode = "no_barcode"
    unknown_branch = "unknown_branch"
    unknown_room = "unknown_room"
    match_doubt = "match_doubt"
    value_doubt = "value_doubt"
    unknown_column = "unknown_column"
    doubled_column = "doubled_column"


@dataclass(frozen=True, slots=True)
class Finding:
    """`place` says where: file and record, or the record's own number. `raw` only if unreadable."""

    kind: FindingKind
    place: str
    text: str = ""
    reason: str = ""
    raw: bytes | None = field(default=None, repr=False)


Listener = Callable[[Finding], None]


@dataclass
class ImportReport:
    """Figures of one run. Findings are counted and handed on, not kept: a file may hold many."""

    run_id: int = 0
    read: int = 0
    created: int = 0
    joined: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    vanished: int = 0
    copies_added: int = 0
    copies_changed: int = 0
    doubts: int = 0
    findings: Counter[FindingKind] = field(default_factory=Counter)
    unknown_branches: Counter[str] = field(default_factory=Counter)
    unknown_rooms: Counter[str] = field(default_factory=Counter)
    listener: Listener | None = field(default=None, repr=False)

    def tell(self, finding: Finding) -> None:
        self.findings[finding.kind] += 1
        if self.listener:
            self.listener(finding)

    @property
    def usable(self) -> int:
        """Records that are in the catalogue after this run."""
        return self.created + self.joined + self.updated + self.unchanged
