"""Cards that were given without the network come in at the desk: as they are, or told why not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.models import Borrower
from portal.cards.numbering import living_number, open_range
from portal.cards.numbers import grouped, make_number
from portal.cards.states import State
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.bus import BUS, blanks, mistyped
from tests.desk.readers import now, page_of, press
from tests.desk.test_cards_walk_in import HERE, lan_s_form, only, sent
from tests.pages import PageClient


def test_a_card_given_without_network_keeps_its_number(
    session: Session, library: Library, lan: PageClient
) -> None:
    number = blanks(session, library)[1]
    answer = sent(lan, lan_s_form(library, card_number=grouped(number)))
    row = only(session)
    assert answer.location == page_of(row.id)
    assert living_number(session, row.id) == number
    assert grouped(number) in lan.get(page_of(row.id)).text


def test_a_number_that_cannot_be_is_refused_beside_its_field(
    session: Session, library: Library, elsewhere: Library, lan: PageClient
) -> None:
    number, used = blanks(session, library, 2)
    assert sent(lan, lan_s_form(library, card_number=used)).status_code == 303
    first = only(session).id
    for typed, said in (
        (mistyped(number), "sai chữ số kiểm tra"),
        (number[:9], "có 11 chữ số"),
        (blanks(session, elsewhere)[0], "của thư viện khác"),
        (make_number(number[:4], 2), "không phải số in trên phôi"),
        (used, "đã thuộc về một bạn đọc"),
        ("1" * 50, "40"),
    ):
        fields = lan_s_form(library, card_number=typed, phone="0912000999", occupation="Thợ may")
        answer = sent(lan, fields)
        assert answer.status_code == 422, typed
        beside = re.search(r'<p class="error" id="card_number-error">.*?</p>', answer.text, re.S)
        assert beside is not None, typed
        assert said in beside[0], typed
        for kept in (typed, "Nguyễn Thị Lan", fields["number"], "0912000999", "Thợ may"):
            assert f'value="{kept}"' in answer.text, typed
    assert session.scalars(select(Borrower.id)).all() == [first]


def test_the_field_is_open_where_blanks_are_out(
    session: Session, library: Library, lan: PageClient
) -> None:
    closed = '<details class="fold"><summary>Thẻ đã phát khi không có mạng'
    assert closed in lan.get(HERE).text
    open_range(session, library.id, desk=BUS)
    assert closed in lan.get(HERE).text, "nothing printed yet"
    blanks(session, library, desk="Quầy xã")
    assert closed not in lan.get(HERE).text


def test_a_second_press_with_a_number_gives_one_card(
    session: Session, library: Library, lan: PageClient
) -> None:
    """The number is the reader's by then, which is not what the librarian asked about."""
    fields = lan_s_form(library, card_number=blanks(session, library, 1)[0])
    first, second = sent(lan, fields), sent(lan, fields)
    assert first.location == second.location == page_of(only(session).id)


def test_a_card_given_without_network_to_whoever_registered(
    session: Session, library: Library, lan: PageClient
) -> None:
    document = people.cccd(date(1990, 3, 14))
    row = people.waiting(session, library, number=document)
    number = blanks(session, library)[0]
    typed: dict[str, Any] = {
        "number": document,
        "document": "cccd",
        "card_number": mistyped(number),
    }
    answer = press(lan, row.id, "tai-quay", **typed)
    assert answer.status_code == 422
    assert 'id="tai_quay_card_number-error"' in answer.text
    assert "sai chữ số kiểm tra" in answer.text
    for kept in (document, mistyped(number)):
        assert f'value="{kept}"' in answer.text
    assert now(session, row).state is State.PENDING
    typed["card_number"] = number
    assert press(lan, row.id, "tai-quay", **typed).status_code == 303
    assert now(session, row).state is State.ACTIVE
    assert living_number(session, row.id) == number


def test_a_number_is_replaced_by_that_of_a_card_given_without_network(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    row = people.provisional(session, ha, library)
    before, number = living_number(session, row.id), blanks(session, library)[0]
    answer = press(lan, row.id, "cap-lai", card_number=mistyped(number))
    assert answer.status_code == 422
    assert 'id="cap_lai_card_number-error"' in answer.text
    assert f'value="{mistyped(number)}"' in answer.text
    session.rollback()
    assert living_number(session, row.id) == before
    assert press(lan, row.id, "cap-lai", card_number=number).status_code == 303
    session.rollback()
    assert living_number(session, row.id) == number
