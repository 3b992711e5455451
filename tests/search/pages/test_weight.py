"""What a page costs: few queries however much it shows, and no more bytes than a phone can bear."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.catalogue.models import Work
from portal.db import db
from portal.libraries.kinds import RoomUse, Stacks
from tests import make
from tests.pages import PageClient
from tests.search.pages.conftest import Indexed

MOST_QUERIES = 8
MOST_BYTES = 60_000


@contextmanager
def queries(app: Flask) -> Iterator[list[str]]:
    """The statements a request sends to the database."""
    found: list[str] = []

    def note(_c: object, _cu: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def shelves(session: Session, indexed: Indexed) -> None:
    """Enough for a full page with every facet: 30 works in 12 libraries, two editions each."""
    libraries = [make.library(session, f"KV-{number}") for number in range(12)]
    rooms = [make.room(session, one, stacks=Stacks.OPEN, use=RoomUse.LENDABLE) for one in libraries]
    for number in range(30):
        first = make.record(
            session,
            f"Lịch sử Hà Nội quyển {number}",
            authors=[f"Tác giả {number}", f"Cộng tác {number % 7}"],
            subjects=[f"Chủ đề {number % 9}", "Hà Nội"],
            publisher="Nhà xuất bản Hà Nội",
            summary="Kể về phố phường, con người và những ngày đã qua của Hà Nội.",
            year=1990 + number,
            language=("vie", "eng", "fre")[number % 3],
            ddc=f"{number % 10}59.7",
            loan_count=number,
        )
        work = session.get(Work, first.work_id)
        second = make.record(session, f"Lịch sử Hà Nội quyển {number}", work=work, year=2020)
        for place, library in enumerate(libraries):
            make.copy(session, (first, second)[place % 2], library, room_id=rooms[place].id)
    indexed()


@pytest.mark.usefixtures("shelves")
@pytest.mark.parametrize(
    "address",
    [
        "/tim",
        "/tim?q=lich+su+ha+noi",
        "/tim?q=ha+noi&library=KV-1&library=KV-2&author=1&author=2&subject=1",
        "/tim?q=lich+su+xyzabc",
        "/tim/loc/author?q=ha+noi",
        "/tim/nang-cao",
        "/",
    ],
)
def test_a_page_is_light(app: Flask, client: PageClient, address: str) -> None:
    client.set_cookie("library", "KV-3")
    client.get(address)  # the network and the index are opened once a process
    with queries(app) as sent:
        answer = client.get(address)
    assert answer.status_code == 200
    statements = [one for one in sent if not one.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]
    assert len(statements) <= MOST_QUERIES, "\n".join(statements)
    assert len(answer.data) <= MOST_BYTES


@pytest.mark.usefixtures("shelves")
def test_a_page_of_one_asks_as_often_as_a_page_of_twenty(app: Flask, client: PageClient) -> None:
    client.get("/tim")
    counts = []
    for address in ("/tim?per_page=1", "/tim"):
        with queries(app) as sent:
            client.get(address)
        counts.append(len(sent))
    assert counts[0] == counts[1]
