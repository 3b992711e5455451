"""Readers as cards on paper."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards.kinds import kinds_of
from portal.cards.models import Borrower, CardNumber
from portal.cards.portraits import portraits
from portal.cards.printing import PrintedCard
from portal.cards.states import CARD_STATES
from portal.libraries.models import Library


def printed(session: Session, rows: Sequence[Borrower]) -> list[PrintedCard]:
    """The cards of those who have one, in their order. All are of one library."""
    holders = [row for row in rows if row.state in CARD_STATES]
    if not holders:
        return []
    ids = [row.id for row in holders]
    library = session.get_one(Library, holders[0].library_id).name
    kinds = {kind.code: kind for kind in kinds_of(session, holders[0].library_id, offered=False)}
    photos = portraits(session, ids)
    living = CardNumber.borrower_id.in_(ids) & CardNumber.dead_at.is_(None)
    numbers = {
        one.borrower_id: one.number for one in session.scalars(select(CardNumber).where(living))
    }
    return [
        PrintedCard(
            library=library,
            name=row.full_name or "",
            number=numbers[row.id],
            kind=kinds[row.kind].name(row.locale) if row.kind in kinds else row.kind,
            valid_until=row.valid_until,
            provisional_until=row.provisional_until,
            photo=photos.get(row.id),
        )
        for row in holders
        if row.id in numbers
    ]
