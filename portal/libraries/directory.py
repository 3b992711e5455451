"""What the directory shows for one question (pure): the question as a value, the groups found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from portal.libraries.branches import Branch, Network
from portal.libraries.finding import LONGEST, find_branches
from portal.libraries.hours import OpenState
from portal.libraries.kinds import LibraryKind
from portal.libraries.places import PlaceMatch


@dataclass(frozen=True, slots=True)
class Question:
    """The query of the directory: `?noi=` text, `?loai=` kind, `?mo=1` open now."""

    text: str = ""
    kind: LibraryKind | None = None
    open_only: bool = False

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> Question:
        """Unknown values count as not given: a mistyped address still shows the directory."""
        kind = args.get("loai", "")
        known = {member.value for member in LibraryKind}
        return cls(
            text=" ".join(args.get("noi", "")[:LONGEST].split()),
            kind=LibraryKind(kind) if kind in known else None,
            open_only=args.get("mo") == "1",
        )

    def args(self) -> dict[str, str]:
        """The query that leads here, without what is not asked."""
        given = {
            "noi": self.text,
            "loai": self.kind.value if self.kind else "",
            "mo": "1" if self.open_only else "",
        }
        return {name: value for name, value in given.items() if value}

    def without_filters(self) -> Question:
        return replace(self, kind=None, open_only=False)


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """Libraries by group; `ranked` when the order is that of the answer, not of the kinds."""

    question: Question
    groups: tuple[tuple[LibraryKind, tuple[Branch, ...]], ...]
    total: int
    places: tuple[PlaceMatch, ...]
    kinds: tuple[LibraryKind, ...]
    hidden_by_filters: int
    fallback: tuple[Branch, ...]
    """What to offer when nothing was found: the city library."""


def directory_page(network: Network, question: Question, moment: datetime) -> DirectoryPage:
    """Find, filter and group; a kind comes where its first library comes."""
    found = find_branches(network, question.text)
    shown = [branch for branch in found.branches if _passes(branch, question, moment)]
    groups: dict[LibraryKind, list[Branch]] = {}
    for branch in shown:
        groups.setdefault(branch.kind, []).append(branch)
    present = {branch.kind for branch in network.branches}
    return DirectoryPage(
        question=question,
        groups=tuple((kind, tuple(branches)) for kind, branches in groups.items()),
        total=len(shown),
        places=found.places,
        kinds=tuple(kind for kind in LibraryKind if kind in present),
        hidden_by_filters=len(found.branches) - len(shown),
        fallback=tuple(b for b in network.branches if b.kind is LibraryKind.CITY),
    )


def _passes(branch: Branch, question: Question, moment: datetime) -> bool:
    if question.kind is not None and branch.kind is not question.kind:
        return False
    return not question.open_only or branch.open_at(moment).state is OpenState.OPEN
