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
from portal.web.paging import Page, offset, page_number

FIRST_OF_A_KIND = 30  # the whole network has some 1,100 bookcases: never all on one page
PER_PAGE = 60


@dataclass(frozen=True, slots=True)
class Question:
    """The query of the directory: `?noi=` text, `?loai=` kind, `?mo=1` open now, `?trang=`."""

    text: str = ""
    kind: LibraryKind | None = None
    open_only: bool = False
    page: int = 1

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> Question:
        """Unknown values count as not given: a mistyped address still shows the directory."""
        kind = args.get("loai", "")
        known = {member.value for member in LibraryKind}
        return cls(
            text=" ".join(args.get("noi", "")[:LONGEST].split()),
            kind=LibraryKind(kind) if kind in known else None,
            open_only=args.get("mo") == "1",
            page=page_number(args.get("trang")),
        )

    def args(self) -> dict[str, str]:
        """The query that leads here, without what is not asked."""
        given = {
            "noi": self.text,
            "loai": self.kind.value if self.kind else "",
            "mo": "1" if self.open_only else "",
            "trang": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in given.items() if value}

    def without_filters(self) -> Question:
        return replace(self, kind=None, open_only=False, page=1)

    def of_kind(self, kind: LibraryKind, page: int = 1) -> Question:
        return replace(self, kind=kind, page=page)


@dataclass(frozen=True, slots=True)
class Group:
    """Libraries of one kind: one page of them, and how many there are."""

    kind: LibraryKind
    page: Page[Branch]

    @property
    def more(self) -> int:
        """How many are on no page yet when only the first is shown."""
        return self.page.total - len(self.page.items)


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """Libraries by group, in the order the answer puts them."""

    question: Question
    groups: tuple[Group, ...]
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
    by_kind: dict[LibraryKind, list[Branch]] = {}
    for branch in shown:
        by_kind.setdefault(branch.kind, []).append(branch)
    present = {branch.kind for branch in network.branches}
    return DirectoryPage(
        question=question,
        groups=tuple(_group(kind, branches, question) for kind, branches in by_kind.items()),
        total=len(shown),
        places=found.places,
        kinds=tuple(kind for kind in LibraryKind if kind in present),
        hidden_by_filters=len(found.branches) - len(shown),
        fallback=tuple(b for b in network.branches if b.kind is LibraryKind.CITY),
    )


def _group(kind: LibraryKind, branches: list[Branch], question: Question) -> Group:
    """A page of the kind asked for; of other kinds the first few, with a way to the rest."""
    per_page = PER_PAGE if question.kind else FIRST_OF_A_KIND
    last = max(1, -(-len(branches) // per_page))
    number = min(question.page, last) if question.kind else 1
    start = offset(number, per_page)
    return Group(kind, Page(branches[start : start + per_page], number, per_page, len(branches)))


def _passes(branch: Branch, question: Question, moment: datetime) -> bool:
    if question.kind is not None and branch.kind is not question.kind:
        return False
    return not question.open_only or branch.open_at(moment).state is OpenState.OPEN
