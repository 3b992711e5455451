"""The page behind the private link: each state in words, and what to do next."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards import approving, blocking, details
from portal.cards.acting import Clerk
from portal.cards.links import status_link
from portal.cards.models import Borrower, StatusLink
from portal.cards.numbering import living_number
from portal.cards.numbers import grouped
from portal.cards.states import State
from portal.clock import now
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.filling import adult, hidden, letter_link, send
from tests.cards.readers import confirmed
from tests.pages import PageClient

pytestmark = pytest.mark.both_databases


def path(session: Session, row: Borrower) -> str:
    token = status_link(session, row.library_id, row.state, row.id)
    return f"/the/dang-ky/tinh-trang/{token}"


def test_a_question_is_answered(
    client: PageClient, session: Session, library: Library, ha: Clerk
) -> None:
    row = people.waiting(session, library)
    approving.ask(session, ha, row.id, seen=row.version, question="Em học lớp nào?")
    where = path(session, row)
    assert "Em học lớp nào?" in client.get(where).text
    tokens = {name: hidden(client.get(where).text, name) for name in ("csrf_token", "seen")}
    empty = client.post(f"{where}/tra-loi", data={**tokens, "answer": " "})
    assert empty.status_code == 422
    answer = client.post(f"{where}/tra-loi", data={**tokens, "answer": "Lớp 3A"})
    assert answer.status_code == 303
    session.refresh(row)
    assert (row.state, row.answer) == (State.PENDING, "Lớp 3A")
    again = client.post(f"{where}/tra-loi", data={**tokens, "answer": "Lớp 3A"})
    assert (again.status_code, again.location) == (303, where)
    other = client.post(f"{where}/tra-loi", data={**tokens, "answer": "Lớp 3B"})
    assert "đã làm rồi" in other.text
    session.expire_all()
    assert row.answer == "Lớp 3A"


def test_an_answer_is_not_lost_where_something_else_happened(
    client: PageClient, session: Session, library: Library, ha: Clerk
) -> None:
    """It stands there still, beside the question of now, and is sent by pressing once more."""
    row = people.waiting(session, library)
    approving.ask(session, ha, row.id, seen=row.version, question="Em học lớp nào?")
    where = path(session, row)
    page = client.get(where).text
    details.edit_here(session, ha, row.id, {"address": "Số 7 Quan Hoa"}, seen=row.version)
    for status in (409, 303):
        tokens = {name: hidden(page, name) for name in ("csrf_token", "seen")}
        answer = client.post(f"{where}/tra-loi", data={**tokens, "answer": "Lớp 3A, cô Mai"})
        assert answer.status_code == status
        page = answer.text
        if status == 409:
            assert "Vừa có người thay đổi" in page
            assert "Em học lớp nào?" in page
            assert re.search(r"<textarea[^>]*>\s*Lớp 3A, cô Mai</textarea>", page)
    session.refresh(row)
    assert (row.state, row.answer) == (State.PENDING, "Lớp 3A, cô Mai")


def test_an_answer_to_what_is_not_asked_any_more(
    client: PageClient, session: Session, library: Library, ha: Clerk
) -> None:
    """It is said so, and what was typed can still be copied."""
    row = people.waiting(session, library)
    approving.ask(session, ha, row.id, seen=row.version, question="Em học lớp nào?")
    where = path(session, row)
    page = client.get(where).text
    approving.refuse(session, ha, row.id, seen=row.version, reason="Giấy tờ không rõ")
    tokens = {name: hidden(page, name) for name in ("csrf_token", "seen")}
    answer = client.post(f"{where}/tra-loi", data={**tokens, "answer": "Lớp 3A, cô Mai"})
    assert answer.status_code == 409
    assert "Lúc này thư viện không hỏi gì." in answer.text
    assert re.search(r"<textarea[^>]*readonly[^>]*>\s*Lớp 3A, cô Mai</textarea>", answer.text)
    session.refresh(row)
    assert (row.state, row.answer) == (State.REJECTED, None)


def test_a_mistyped_address_is_put_right(
    client: PageClient, session: Session, library: Library
) -> None:
    """Without filling in anything again; what lies in a stranger's mailbox opens nothing."""
    where = send(client, "toi", library, adult(email="lan@exmaple.vn")).location
    strangers = letter_link(session)
    refused = client.send(f"{where}/gui-lai", form_at=where, email="lan@example")
    assert refused.status_code == 422
    assert 'value="lan@example"' in refused.text
    assert client.send(f"{where}/gui-lai", form_at=where, email="Lan@example.vn").location == where
    assert "Đã gửi thư đến Lan@example.vn" in client.get(where).text
    assert [one.to for one in people.letters(session)] == ["lan@exmaple.vn", "lan@example.vn"]
    assert client.get(strangers).status_code == 410
    own = letter_link(session)
    assert own != strangers
    assert "Số thẻ tạm" in client.get(client.send(own).location).text
    assert (
        client.send(f"{where}/gui-lai", form_at="/the/dang-ky", email="x@example.vn").status_code
        == 409
    )


def test_of_somebodys_address_nothing_is_learned(
    client: PageClient, session: Session, library: Library
) -> None:
    """Nor of a registration that was one before; whoever is on file gets the letter, and what was
    sent before opens as little as if the address had been free.
    """
    row = confirmed(session, people.adult(library, email="lan@example.vn"))
    session.commit()
    mine = send(client, "toi", library, adult(email="ai@example.vn")).location
    mailed = letter_link(session)
    duplicate = send(client, "toi", library, adult(email="lan@example.vn")).location
    told = []
    for where in (mine, duplicate):
        answer = client.send(f"{where}/gui-lai", form_at=where, email="lan@example.vn")
        assert answer.location == where
        told.append(client.get(where).text.replace(where, ""))
    assert told[0].count("lan@example.vn") == told[1].count("lan@example.vn") == 1
    session.expire_all()
    assert session.scalars(select(Borrower.email).where(Borrower.id != row.id)).all() == [None]
    assert client.get(mailed).status_code == 410
    people.registered(session, people.adult(library, email="ai@example.vn"))  # it is free
    session.commit()
    kinds = [one.to for one in people.letters(session, "card_again")]
    assert kinds == ["lan@example.vn"]  # once a day


def test_sent_again_twice_it_is_one_letter(
    client: PageClient, session: Session, library: Library
) -> None:
    """Of a registration that was one before, too: to whoever is on file, and nothing is learned."""
    confirmed(session, people.adult(library, email="lan@example.vn"))
    session.commit()
    mine = send(client, "toi", library, adult(email="ai@example.vn")).location
    duplicate = send(client, "toi", library, adult(email="lan@example.vn")).location
    before = len(people.letters(session))
    for where, email in ((mine, "moi@example.vn"), (duplicate, "moi2@example.vn")):
        fields = {"email": email}
        answers = client.send_twice(f"{where}/gui-lai", where, **fields)
        assert [(one.status_code, one.location) for one in answers] == [(303, where)] * 2
        assert f"Đã gửi thư đến {email}" in client.get(where).text
    assert [one.to for one in people.letters(session)[before:]] == ["moi@example.vn"]
    with time_machine.travel(now() + timedelta(minutes=2)):
        client.send(f"{mine}/gui-lai", mine, email="moi@example.vn")
    assert [one.to for one in people.letters(session)[before:]] == ["moi@example.vn"] * 2


@pytest.mark.parametrize(
    ("email", "confirms", "status"), [("lan@example", False, 422), ("lan@example.vn", True, 409)]
)
def test_what_was_not_sent_again_is_not_said_to_be(
    client: PageClient, session: Session, library: Library, email: str, confirms: bool, status: int
) -> None:
    where = send(client, "toi", library, adult()).location
    if confirms:
        client.send(letter_link(session))
    answers = client.send_twice(f"{where}/gui-lai", "/the/dang-ky", email=email)
    assert [one.status_code for one in answers] == [status] * 2


def test_letters_are_not_sent_again_without_end(
    client: PageClient, session: Session, library: Library
) -> None:
    where = send(client, "toi", library, adult(email="a@example.vn")).location
    sent = [
        client.send(f"{where}/gui-lai", form_at=where, email=f"{name}@example.vn").status_code
        for name in "abcd"
    ]
    assert sent == [303, 303, 303, 429]


@pytest.mark.parametrize("seen", ["abc", "", "9" * 40, "²"])
def test_an_answer_to_no_version_changes_nothing(
    client: PageClient, session: Session, library: Library, ha: Clerk, seen: str
) -> None:
    row = people.waiting(session, library)
    approving.ask(session, ha, row.id, seen=row.version, question="Em học lớp nào?")
    where = path(session, row)
    fields = {"csrf_token": hidden(client.get(where).text, "csrf_token"), "answer": "Lớp 3A"}
    assert client.post(f"{where}/tra-loi", data={**fields, "seen": seen}).status_code == 409
    session.refresh(row)
    assert (row.state, row.answer) == (State.NEEDS_INFO, None)


def test_a_refusal_says_why(
    client: PageClient, session: Session, library: Library, ha: Clerk
) -> None:
    row = people.waiting(session, library)
    approving.refuse(session, ha, row.id, seen=row.version, reason="Giấy tờ không rõ")
    page = client.get(path(session, row)).text
    assert "Giấy tờ không rõ" in page
    assert "Đăng ký lại" in page


def test_a_number_is_shown_with_both_codes(
    client: PageClient, session: Session, library: Library, ha: Clerk
) -> None:
    row = people.provisional(session, ha, library)
    page = client.get(path(session, row)).text
    assert "Mã vạch của số thẻ" in page
    assert "Mã QR của số thẻ" in page


def test_a_card_that_is_blocked_says_why(
    client: PageClient, session: Session, library: Library, ha: Clerk
) -> None:
    row = people.provisional(session, ha, library)
    blocking.block(session, ha, row.id, seen=row.version, reason="Giấy tờ không rõ")
    assert "Giấy tờ không rõ" in client.get(path(session, row)).text


def test_a_card_that_lends_shows_neither_number_nor_reason(
    client: PageClient, session: Session, library: Library, ha: Clerk
) -> None:
    """Whoever the link was passed on to learns no more than that there is one."""
    row = people.active(session, ha, library)
    number, where = grouped(living_number(session, row.id) or ""), path(session, row)
    page = client.get(where).text
    assert "Mã vạch của số thẻ" not in page
    assert number not in page
    blocking.block(session, ha, row.id, seen=row.version, reason="Quá hạn trả sách")
    page = client.get(where).text
    assert "Quá hạn trả sách" not in page
    assert "None" not in page


def test_what_waits_for_its_letter_is_taken_back(
    client: PageClient, session: Session, library: Library
) -> None:
    where = send(client, "toi", library, adult()).location
    csrf = hidden(client.get(where).text, "csrf_token")
    for _ in range(2):
        assert client.post(f"{where}/huy", data={"csrf_token": csrf}).status_code == 303
    session.rollback()
    assert session.scalars(select(Borrower.state)).all() == [State.PURGED]
    assert client.get(where).status_code == 410


def test_a_duplicate_is_taken_back_the_same_way(
    client: PageClient, session: Session, library: Library
) -> None:
    send(client, "toi", library, adult())
    where = send(client, "toi", library, adult()).location
    csrf = hidden(client.get(where).text, "csrf_token")
    for _ in range(2):
        assert client.post(f"{where}/huy", data={"csrf_token": csrf}).status_code == 303
    assert client.get(where).status_code == 410
    session.rollback()
    assert session.scalars(select(Borrower.state)).all() == [State.UNVERIFIED]


def test_nobody_guesses_one(client: PageClient, session: Session, library: Library) -> None:
    send(client, "toi", library, adult())
    assert client.get("/the/dang-ky/tinh-trang/1").status_code == 410
    session.rollback()
    assert all(len(one) == 32 for one in session.scalars(select(StatusLink.token_hash)))
