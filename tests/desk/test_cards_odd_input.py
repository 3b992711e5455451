"""What no keyboard types and no browser sends, at the desk: an answer, and nothing lost by it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.models import Borrower
from portal.cards.states import State
from portal.desk.card_verbs import VERBS
from portal.libraries.models import Library
from tests.cards import people
from tests.desk.readers import now, page_of, press, scan, token_on
from tests.desk.test_cards_pairs import merged
from tests.desk.test_cards_walk_in import HERE, lan_s_form
from tests.pages import PageClient

pytestmark = pytest.mark.both_databases


def test_a_reason_with_what_nobody_types(
    session: Session, library: Library, lan: PageClient
) -> None:
    row = people.waiting(session, library)
    assert press(lan, row.id, "bo-sung", why="Số\0 nhà?").status_code == 303
    row = now(session, row)
    assert (row.state, row.reason) == (State.NEEDS_INFO, "Số nhà?")


def test_nobody_is_found_by_it(library: Library, lan: PageClient) -> None:
    assert scan(lan, "Lan\0 14/3/1990").status_code == 404


def test_two_are_merged_for_a_reason_with_it(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    one = people.active(session, ha, library)
    other = people.waiting(session, library)
    assert merged(lan, one, other, keep=one.id, why="a\0b").location == page_of(one.id)


@pytest.mark.parametrize("verb", VERBS)
def test_a_file_for_a_text_and_a_text_for_a_file(
    session: Session, library: Library, lan: PageClient, verb: str
) -> None:
    row = people.waiting(session, library)
    prefix, form = VERBS[verb].prefix, VERBS[verb].form
    token = token_on(lan.get(page_of(row.id)).text)
    for odd in (lambda: (io.BytesIO(b"x"), "x.txt"), lambda: "x"):
        names = [name for name in dir(form) if hasattr(getattr(form, name), "field_class")]
        data = {f"{prefix}{name}": odd() for name in names}
        answer = lan.post(
            f"{page_of(row.id)}/{verb}",
            data={**data, "csrf_token": token},
            content_type="multipart/form-data",
        )
        assert answer.status_code in (303, 409, 422)
    assert session.query(Borrower).one().state is State.PENDING


def test_a_walk_in_with_a_file_for_a_name_and_what_nobody_types(
    session: Session, library: Library, lan: PageClient
) -> None:
    fields: dict[str, Any] = lan_s_form(library, address="12\0 Lạc Long Quân")
    refused = lan.send(HERE, **{**fields, "full_name": (io.BytesIO(b"x"), "x.txt")})
    assert refused.status_code == 422
    assert 'value="12 Lạc Long Quân"' in refused.text
    assert lan.send(HERE, **fields).status_code == 303
    assert session.query(Borrower).one().address == "12 Lạc Long Quân"
