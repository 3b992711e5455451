"""Two librarians, two connections, one question."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.models import Doubt, Merge, Record
from portal.db import session_scope
from portal.desk.merges import TakenBackBefore, take_back
from portal.desk.questions import MATCH, SettledBefore, settle
from portal.desk.scope import Desk
from tests.desk.conftest import Doubtful

pytestmark = pytest.mark.both_databases

LAN, HA = Desk("Lan", None), Desk("Hà", None)


def answer(engine: sa.Engine, desk: Desk, doubt: int, same: bool) -> SettledBefore | None:
    with session_scope(engine) as session:
        try:
            settle(session, desk, doubt, MATCH, same=same)
        except SettledBefore as late:
            return late
    return None


def test_whoever_comes_while_another_answers_is_told_who(
    engine: sa.Engine, session: Session, doubtful: Doubtful
) -> None:
    session.rollback()
    with ThreadPoolExecutor(1) as pool:
        with session_scope(engine) as first:
            settle(first, LAN, doubtful.doubt, MATCH, same=True)
            waiting = pool.submit(answer, engine, HA, doubtful.doubt, False)
        late = waiting.result(timeout=30)
    assert late is not None
    assert (late.by, late.resolution) == ("Lan", "same")
    assert session.scalar(select(Doubt.resolution)) == "same"


def test_of_two_at_once_one_wins(engine: sa.Engine, session: Session, doubtful: Doubtful) -> None:
    session.rollback()
    with ThreadPoolExecutor(2) as pool:
        said = [
            pool.submit(answer, engine, desk, doubtful.doubt, same)
            for desk, same in ((LAN, True), (HA, False))
        ]
        results = [one.result(timeout=30) for one in said]
    (late,) = [one for one in results if one is not None]
    winner = session.execute(select(Doubt.resolved_by, Doubt.resolution)).one()
    assert (late.by, late.resolution) == tuple(winner)
    records = session.scalar(select(func.count()).select_from(Record))
    assert records == (1 if winner.resolution == "same" else 2)


def test_two_take_one_merge_back(engine: sa.Engine, session: Session, doubtful: Doubtful) -> None:
    session.rollback()
    answer(engine, LAN, doubtful.doubt, same=True)
    merge = session.scalars(select(Merge.id)).one()
    session.rollback()

    def undo(desk: Desk) -> str | None:
        with session_scope(engine) as mine:
            try:
                take_back(mine, desk, merge)
            except TakenBackBefore as late:
                return late.by
        return None

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(undo, (LAN, HA)))
    assert results in (["Hà", None], [None, "Lan"])
    assert session.scalar(select(func.count()).select_from(Record)) == 2
