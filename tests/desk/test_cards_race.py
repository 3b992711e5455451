"""Two librarians press the same button at once, through the pages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.models import CardEvent, CardNumber
from portal.cards.states import Act
from portal.libraries.models import Library
from tests.cards import people
from tests.desk.conftest import SignIn
from tests.desk.readers import page_of, token_on, version_on

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("verb", ["duyet", "giay-to", "cap-lai"])
def test_one_result_and_the_other_is_told(
    session: Session, library: Library, ha: Clerk, sign_in: SignIn, verb: str
) -> None:
    make = {"duyet": people.waiting}.get(verb)
    row = make(session, library) if make else people.provisional(session, ha, library)
    path, numbers = page_of(row.id), 2 if verb == "cap-lai" else 1
    clients = [sign_in(name, at=library) for name in ("Lan", "Minh", "Thu")]
    pages = [client.get(path).text for client in clients]
    for client in clients:
        client.session = None  # each has a connection of its own
    session.rollback()
    together = Barrier(len(clients))

    def press(number: int) -> int:
        prefix = verb.replace("-", "_")
        data = {
            "csrf_token": token_on(pages[number]),
            f"{prefix}_seen": str(version_on(pages[number], verb)),
            f"{prefix}_document": "cccd",
            "by_eye": "1",
        }
        together.wait(timeout=30)
        return clients[number].post(f"{path}/{verb}", data=data).status_code

    with ThreadPoolExecutor(len(clients)) as pool:
        assert list(pool.map(press, range(len(clients)))) == [303] * len(clients)
    act = {"duyet": Act.APPROVE, "giay-to": Act.SEE_DOCUMENT, "cap-lai": Act.REISSUE}[verb]
    mine = CardEvent.borrower_id == row.id
    winners = session.scalars(select(CardEvent.name).where(mine, CardEvent.act == act)).all()
    assert len(winners) == 1
    assert session.scalar(select(func.count()).select_from(CardNumber)) == numbers
    told = [client.get(path).text for client in clients]
    assert sum("Việc này đã làm rồi" in text for text in told) == len(clients) - 1
    assert all(f"{winners[0]} đã làm" in text for text in told if "đã làm rồi" in text)
