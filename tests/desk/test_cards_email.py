"""An address that was mistyped at the desk is put right there, while nobody has confirmed it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards import links
from portal.cards.acting import Clerk
from portal.cards.confirming import confirm
from portal.cards.models import CardEvent
from portal.cards.refusals import LateLink
from portal.cards.registering import MOST_LETTERS
from portal.cards.states import Act
from portal.cards.walk_in import register_here
from portal.clock import now as moment
from portal.libraries.models import Library
from portal.mail.models import Letter
from tests.cards import people
from tests.desk.readers import buttons, now, page_of, press
from tests.pages import PageClient


def test_a_mistyped_address_is_put_right_and_the_old_letter_opens_nothing(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    card = register_here(session, ha, people.adult(library, email="lna@example.vn"))
    stale = people.token_of(session, "card_address")
    session.commit()
    assert press(lan, card.borrower_id, "email", email=" Lan@Example.vn ").status_code == 303
    session.rollback()
    letter = people.letters(session, "card_address")[-1]
    assert letter.to == "lan@example.vn"
    with pytest.raises(LateLink):
        links.look_at(session, stale)
    assert links.look_at(session, str(letter.values["token"])).borrower_id == card.borrower_id
    last = session.scalars(select(CardEvent).order_by(CardEvent.id.desc()).limit(1)).one()
    assert (last.act, last.why, last.name) == (Act.EDIT, "email", "Lan")
    session.rollback()
    assert "Gỡ địa chỉ" not in lan.get(page_of(card.borrower_id)).text


def test_who_came_without_an_address_gets_the_first(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    row = people.active(session, ha, library)
    assert press(lan, row.id, "email", email="lan@example.vn").status_code == 303
    assert now(session, row).email == "lan@example.vn"
    assert row.email_confirmed_at is None
    wrong = press(lan, row.id, "email", email="lan@")
    assert wrong.status_code == 422
    assert "như ten@example.vn" in wrong.text
    assert press(lan, row.id, "email", email="lan@example.vn").status_code == 422  # nothing new


def test_the_address_before_is_free_again(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    card = register_here(session, ha, people.adult(library, email="hung@example.vn"))
    session.commit()
    press(lan, card.borrower_id, "email", email="lan@example.vn")
    session.rollback()
    people.registered(session, people.adult(library, full_name="Hùng Lê", email="hung@example.vn"))


def test_an_address_of_somebody_else_is_refused(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    people.registered(session, people.adult(library, full_name="Hà Lê", email="ha@example.vn"))
    signed_up = people.active(session, ha, library, full_name="Mai Vũ")
    session.get_one(Account, signed_up.account_id).email = "mai@example.vn"
    row = people.active(session, ha, library)
    session.commit()
    before = len(session.scalars(select(Letter.id)).all())
    for taken in ("ha@example.vn", "mai@example.vn"):
        answer = press(lan, row.id, "email", email=taken)
        assert answer.status_code == 409, taken
        assert "đã có trong hệ thống" in answer.text
    assert now(session, row).email is None
    assert len(session.scalars(select(Letter.id)).all()) == before


def test_a_confirmed_address_is_its_owners(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    card = register_here(session, ha, people.adult(library))
    session.commit()
    shown = lan.get(page_of(card.borrower_id)).text
    assert "email" in buttons(shown)
    row = people.active(session, ha, library, full_name="Đã Xác Nhận")
    row.email, row.email_confirmed_at = "roi@example.vn", moment()
    session.commit()
    assert "email" not in buttons(lan.get(page_of(row.id)).text)
    answer = lan.send(
        f"{page_of(row.id)}/email",
        form_at=page_of(row.id),
        email_seen=str(row.version),
        email_email="khac@example.vn",
    )
    assert answer.status_code == 409
    assert "đã được xác nhận" in answer.text
    assert now(session, row).email == "roi@example.vn"


def test_an_account_with_an_address_takes_no_other(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    row = people.registered(session, people.adult(library))
    done = confirm(session, people.token_of(session, "card_confirm"))
    row.email = row.email_confirmed_at = None
    assert session.get_one(Account, done.account_id).email
    session.commit()
    assert "email" not in buttons(lan.get(page_of(row.id)).text)


def test_strangers_get_no_more_letters_than_anybody(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    row = people.active(session, ha, library)
    session.commit()
    for number in range(MOST_LETTERS):
        assert press(lan, row.id, "email", email=f"lan{number}@example.vn").status_code == 303
    answer = press(lan, row.id, "email", email="lan@example.vn")
    assert answer.status_code == 409
    assert f"nhiều nhất {MOST_LETTERS} thư" in answer.text
    assert now(session, row).email == f"lan{MOST_LETTERS - 1}@example.vn"
