"""Who does an act, and where: a librarian at a desk, the reader, the school, the portal itself."""

from __future__ import annotations

from dataclasses import dataclass

from portal.cards.states import Who
from portal.roles import STAFF, Role

_CITY_WIDE = frozenset({Role.CITY_STAFF, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Clerk:
    """A librarian at a desk. `library_id`: theirs; None for those who work for the whole city."""

    account_id: int
    name: str
    role: Role
    library_id: int | None

    def __post_init__(self) -> None:
        if self.role not in STAFF:
            raise ValueError("a reader stands before a desk, not behind it")

    @property
    def city_wide(self) -> bool:
        return self.role in _CITY_WIDE

    def has(self, library_id: int) -> bool:
        """Whether the readers of a library are theirs."""
        return self.city_wide or self.library_id == library_id

    def may_set(self, library_id: int | None) -> bool:
        """Whether they decide how a library (None: the network) handles cards."""
        own = self.role is Role.HEAD and library_id is not None and library_id == self.library_id
        return self.city_wide or own

    def at(self, library_id: int) -> Actor:
        """Acting at their own desk; somebody of the city acts for the reader's library."""
        return Actor(Who.STAFF, self.library_id or library_id, self.account_id, self.name)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who stands in the log of an act. `name`: of a librarian only; `library_id`: where."""

    who: Who
    library_id: int
    account_id: int | None = None
    name: str | None = None
