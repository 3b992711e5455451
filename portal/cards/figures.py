"""Cards for the monthly report: cấp mới, gia hạn, cấp lại, by library, month, adult or child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cards.ages import add_months
from portal.cards.models import CardEvent
from portal.cards.states import Act

COUNTED = {Act.SEE_DOCUMENT: "new", Act.RENEW: "renewed", Act.REISSUE: "reissued"}
"""A card is new once the document was seen: what was only registered is no card yet."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One library, one month (its first day), adults or children."""

    library_id: int
    month: date
    child: bool
    new: int
    renewed: int
    reissued: int


def figures(
    session: Session, first: date, last: date, library_id: int | None = None
) -> Sequence[Figures]:
    """The months from that of `first` to that of `last`; without a library, of all.

    Where a card was given counts, not whose reader it is. Rows without any card are left out.
    """
    since, until = first.replace(day=1), add_months(last.replace(day=1), 1)
    query = (
        select(CardEvent.library_id, CardEvent.day, CardEvent.child, CardEvent.act, func.count())
        .where(CardEvent.act.in_(COUNTED), CardEvent.day >= since, CardEvent.day < until)
        .group_by(CardEvent.library_id, CardEvent.day, CardEvent.child, CardEvent.act)
    )
    if library_id is not None:
        query = query.where(CardEvent.library_id == library_id)
    counts: dict[tuple[int, date, bool], Counter[str]] = {}
    for where, day, child, act, count in session.execute(query):
        counts.setdefault((where, day.replace(day=1), child), Counter())[COUNTED[act]] += count
    return [
        Figures(*key, found["new"], found["renewed"], found["reissued"])
        for key, found in sorted(counts.items())
    ]
