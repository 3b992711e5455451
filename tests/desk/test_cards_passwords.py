"""The way into an account for a reader at the desk: a link, shown once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.accounts.models import Account
from portal.accounts.secrets_models import Link
from portal.cards.acting import Clerk
from portal.libraries.models import Library
from tests.cards import people
from tests.desk.readers import buttons, page_of, token_on
from tests.pages import PageClient


def test_the_first_password_is_a_link_to_print(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    row = people.active(session, ha, library)
    token = token_on(lan.get(page_of(row.id)).text)
    made = lan.post(f"{page_of(row.id)}/mat-khau", data={"csrf_token": token})
    assert made.status_code == 303
    assert made.location == f"{page_of(row.id)}/duong-dan-mat-khau"
    answer = lan.get(made.location)
    assert "/mat-khau-moi/" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_link_is_shown_once_and_a_page_loaded_again_makes_no_other(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    """Of its own reader only; a second page of the desk is no other way to it."""
    row = people.active(session, ha, library)
    other = people.waiting(session, library, full_name="Lê Mai")
    session.commit()
    made = lan.send(f"{page_of(row.id)}/mat-khau", form_at=page_of(row.id))

    def links() -> int:
        session.rollback()
        return session.scalar(select(func.count()).select_from(Link)) or 0

    before = links()
    assert "/mat-khau-moi/" not in lan.get(f"{page_of(other.id)}/duong-dan-mat-khau").text
    assert "/mat-khau-moi/" in lan.get(made.location).text
    again = lan.get(made.location)
    assert again.status_code == 200
    assert "/mat-khau-moi/" not in again.text
    assert "chỉ hiện ra một lần" in again.text
    assert links() == before > 0


def test_the_first_password_is_offered_where_there_is_none(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    row = people.active(session, ha, library)
    session.commit()
    first, forgotten = "mat-khau", f'href="{page_of(row.id)}/quen-mat-khau"'
    shown = lan.get(page_of(row.id)).text
    assert first in buttons(shown)
    assert forgotten in shown
    session.get_one(Account, row.account_id).password_hash = "chosen"
    session.commit()
    shown = lan.get(page_of(row.id)).text
    assert first not in buttons(shown)
    assert forgotten in shown


def test_a_forgotten_one_is_chosen_anew_for_the_document(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    number = people.cccd(date(1990, 3, 14))
    row = people.active(session, ha, library, number=number)
    session.get_one(Account, row.account_id).password_hash = "forgotten"
    session.commit()
    first = lan.send(f"{page_of(row.id)}/mat-khau", form_at=page_of(row.id))
    asks = first.location
    assert asks == f"{page_of(row.id)}/quen-mat-khau"
    refused = lan.send(asks, number=people.cccd(date(1990, 3, 14)), document="cccd")
    assert refused.status_code == 422
    assert "Giấy tờ không khớp" in refused.text
    assert 'value="001190' in refused.text  # nothing typed is lost
    given = lan.send(asks, number=f"{number}|0123|Nguyễn Thị Lan|14031990|Nữ|", document="cccd")
    assert "/mat-khau-moi/" in lan.get(given.location).text


def test_without_a_number_it_is_asked_for_and_no_try_is_used_up(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    number = people.cccd(date(1990, 3, 14))
    row = people.active(session, ha, library, number=number)
    session.commit()
    path = f"{page_of(row.id)}/quen-mat-khau"
    for empty in ("", " ", "--") * 2:
        answer = lan.send(path, number=empty, document="cccd")
        assert answer.status_code == 422
        assert "Còn thiếu: Số giấy tờ" in answer.text
        assert "không khớp" not in answer.text
    assert lan.send(path, number=number, document="cccd").status_code == 303


def test_the_right_document_uses_up_no_try(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    number = people.cccd(date(1990, 3, 14))
    row = people.active(session, ha, library, number=number)
    session.commit()
    path = f"{page_of(row.id)}/quen-mat-khau"
    right = [lan.send(path, number=number, document="cccd").status_code for _again in range(6)]
    assert right == [303] * 6
    wrong = people.cccd(date(1990, 3, 14))
    tried = [lan.send(path, number=wrong, document="cccd").status_code for _again in range(6)]
    assert tried == [422] * 5 + [429]


def test_nobodys_document_is_found_by_trying(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    """Its last digits stand on the page. Not even the right one gets through then."""
    number = people.cccd(date(1990, 3, 14))
    row = people.active(session, ha, library, number=number)
    session.commit()

    def send(one: str) -> TestResponse:
        return lan.send(f"{page_of(row.id)}/quen-mat-khau", number=one, document="cccd")

    tried = [number[:8] + f"{guess}" + number[9:] for guess in range(10)]
    told = [send(one).status_code for one in tried if one != number]
    assert told == [422] * 5 + [429] * 4
    assert send(number).status_code == 429
