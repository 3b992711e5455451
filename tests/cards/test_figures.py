"""Cards of the monthly report."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.cards import approving, finding, issuing
from portal.cards.acting import Clerk
from portal.cards.figures import Figures, figures
from portal.cards.numbering import living_number
from portal.clock import HANOI
from portal.libraries.models import Library
from tests.cards import people

pytestmark = pytest.mark.both_databases


def at(month: int, day: int, hour: int = 9) -> time_machine.travel:
    return time_machine.travel(datetime(2026, month, day, hour, tzinfo=HANOI))


def test_new_renewed_and_given_anew(
    session: Session, library: Library, elsewhere: Library, ha: Clerk
) -> None:
    with at(9, 30, 23):  # still September in Hà Nội
        row = people.active(session, ha, library)
    with at(10, 1, 1):
        small = people.registered(session, people.by_phone(people.child(library)))
        approving.approve(session, ha, small.id, seen=small.version)
        issuing.see_document(session, ha, small.id, seen=small.version)
        issuing.renew(session, ha, row.id, seen=row.version)
        people.provisional(session, ha, library)  # no card yet
    with at(10, 20):
        there = people.clerk(session, elsewhere)
        finding.by_number(session, there, living_number(session, row.id) or "")
        issuing.reissue(session, there, row.id, seen=row.version)
    september, october = date(2026, 9, 1), date(2026, 10, 1)
    assert figures(session, september, october) == [
        Figures(library.id, september, child=False, new=1, renewed=0, reissued=0),
        Figures(library.id, october, child=False, new=0, renewed=1, reissued=0),
        Figures(library.id, october, child=True, new=1, renewed=0, reissued=0),
        Figures(elsewhere.id, october, child=False, new=0, renewed=0, reissued=1),
    ]
    assert figures(session, date(2026, 10, 9), date(2026, 10, 9), elsewhere.id) == [
        Figures(elsewhere.id, october, child=False, new=0, renewed=0, reissued=1)
    ]
    assert figures(session, date(2026, 11, 1), date(2026, 12, 1)) == []
