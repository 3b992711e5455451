"""How many records stand in each section of DDC, kept until the catalogue changes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.ddc import section_of
from portal.catalogue.kept import Kept
from portal.catalogue.models import Record
from portal.catalogue.works import Condition


def read_sections(session: Session) -> Mapping[str, int]:
    """Section → records; numbers that are no class number are left out."""
    first = func.substr(Record.ddc, 1, 3)
    rows = session.execute(
        select(first, func.count()).where(Record.ddc.is_not(None)).group_by(first)
    )
    return {section: count for start, count in rows if (section := section_of(start))}


_sections = Kept(read_sections)


def sections(session: Session) -> Mapping[str, int]:
    return _sections.get(session)


def in_class(digits: str) -> Condition:
    """Records of a class, division or section, from its digits."""
    after = str(int(digits) + 1).zfill(len(digits))
    begins = Record.ddc >= digits
    return begins if len(after) > len(digits) else begins & (Record.ddc < after)
