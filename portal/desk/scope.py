"""Whose questions somebody at the desk sees, and what is refused to everybody else."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, true

from portal.catalogue.models import SourceRecord
from portal.refusals import Refusal
from portal.roles import Role

CITY_WIDE = frozenset({Role.CITY_STAFF, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody at work. `library_id`: only what this library sent is theirs; None: everything."""

    name: str
    library_id: int | None

    @classmethod
    def of(cls, name: str, role: Role, library_id: int | None) -> Desk:
        return cls(name, None if role in CITY_WIDE else library_id)

    def may_settle(self, library_id: int) -> bool:
        return self.library_id in (None, library_id)

    def sees(self) -> ColumnElement[bool]:
        """The condition on `SourceRecord` of what they see."""
        return true() if self.library_id is None else SourceRecord.library_id == self.library_id


@dataclass(eq=False)
class NotYours(Refusal):
    """What another library sent is settled there, or by the city."""

    library_id: int
