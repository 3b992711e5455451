"""«Đóng tài khoản» in the browser of somebody who manages cards: told first, then done."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import PasswordField

from portal.accounts.changes import close_own
from portal.accounts.devices import sign_out_all
from portal.accounts.models import Account
from portal.accounts.service import close_account
from portal.accounts.views import leaving as leaving_views
from portal.accounts.views.blueprint import prove
from portal.cards import blocking
from portal.cards.acting import Clerk
from portal.cards.models import Borrower
from portal.cards.numbering import living_number
from portal.cards.numbers import grouped
from portal.cards.states import State
from portal.clock import now
from portal.db import db
from portal.libraries.models import Library
from portal.mail.models import Letter
from tests.cards.families import AN, DANG, KHOI, NEXT_YEAR, child, grown
from tests.cards.readers import PASSWORD, account_of, browser_of, fresh, lent, queries_of
from tests.pages import PageClient
from tests.people import signed_in

pytestmark = pytest.mark.both_databases

CLOSE = "/tai-khoan/dong"
GONE = "Đã đóng tài khoản. Mọi máy đã được đăng xuất."


def form_of(client: PageClient, path: str = CLOSE) -> dict[str, str]:
    """What the form of a page carries, filled in."""
    found = re.findall(r'name="(csrf_token|shown|seen)"[^>]*value="([^"]*)"', client.get(path).text)
    carried = {name: html.unescape(value) for name, value in found}
    return {**carried, "current": PASSWORD, "understood": "y"}


@contextmanager
def nothing_closed(session: Session, *rows: Borrower) -> Iterator[None]:
    before = {row.id: (row.state, row.account_id) for row in rows}
    account_id = rows[0].account_id
    yield
    session.expire_all()
    assert {row.id: (row.state, row.account_id) for row in rows} == before
    assert rows[0].account_id == account_id
    assert account_of(session, rows[0]).closed_at is None
    kinds = set(session.scalars(select(Letter.kind)))
    assert not kinds & {"card_closed", "account_closed"}


def test_what_ends_is_told_before_the_password_is_asked(
    app: Flask, session: Session, library: Library, elsewhere: Library
) -> None:
    khoi, an = child(session, library), child(session, elsewhere, AN)
    page = browser_of(app, session, khoi).get(CLOSE).text
    for row, at in ((khoi, library), (an, elsewhere)):
        for text in (row.full_name or "", grouped(living_number(session, row.id) or ""), at.name):
            assert page.index(text) < page.index('type="password"')
    assert page.count("chính bạn") == 2
    assert page.count("2 năm nữa") == 2
    assert page.count("1 số thẻ, để không cấp lại cho người khác") == 2
    assert 'href="/tai-khoan/du-lieu"' in page


def test_one_button_ends_it_all(app: Flask, session: Session, library: Library) -> None:
    khoi, an = child(session, library), child(session, library, AN)
    account = account_of(session, khoi)
    client, elsewhere = browser_of(app, session, khoi), browser_of(app, session, khoi)
    gone = client.post(CLOSE, data=form_of(client))
    assert gone.headers["Clear-Site-Data"] == '"storage"'
    assert GONE in client.get(gone.location).text
    assert fresh(session, khoi).state is State.CLOSED
    assert an.state is State.CLOSED
    assert account.closed_at is not None
    for browser in (client, elsewhere):
        assert browser.get("/tai-khoan").status_code == 302, "signed out"


def test_it_is_proved_and_guesses_are_counted(
    app: Flask, session: Session, library: Library
) -> None:
    khoi = child(session, library)
    client = browser_of(app, session, khoi)
    form = form_of(client)
    with nothing_closed(session, khoi):
        for _ in range(9):
            wrong = client.post(CLOSE, data={**form, "current": "không phải"})
            assert wrong.status_code == 422
        assert "quá nhiều lần" in client.post(CLOSE, data=form).text


def test_what_came_since_is_shown_and_not_closed(
    app: Flask, session: Session, library: Library
) -> None:
    khoi = child(session, library)
    client = browser_of(app, session, khoi)
    form = form_of(client)
    an = child(session, library, AN)
    with nothing_closed(session, khoi, an):
        back = client.post(CLOSE, data=form)
        assert back.status_code == 422
        assert "thẻ trong tài khoản vừa thay đổi" in back.text
        assert AN in back.text
    assert client.post(CLOSE, data=form_of(client)).location == "/"
    assert fresh(session, an).state is State.CLOSED


def test_a_blocked_card_sends_to_its_desk(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    """The page has no form then; one from before closes nothing."""
    khoi, an = child(session, library), child(session, library, AN)
    client = browser_of(app, session, khoi)
    form = form_of(client)
    blocking.block(session, ha, an.id, seen=an.version, reason="Còn giữ hai cuốn sách")
    page = client.get(CLOSE).text
    assert f"Thẻ của {AN}: Tạm khóa" in page
    assert "Còn giữ hai cuốn sách" in page
    assert f'href="/thu-vien/{library.code}"' in page
    assert 'type="password"' not in page
    with nothing_closed(session, khoi, an):
        marks = f"cards={khoi.id}.{khoi.version}.ends+{an.id}.{an.version}.in_the_way"
        for shown in (form["shown"], marks):
            assert client.post(CLOSE, data={**form, "shown": shown}).status_code == 422
    back = client.post(CLOSE, data={**form, "shown": marks}).text
    assert f"Thẻ của {AN} còn vướng: Không thể «Đóng thẻ»" in back


def test_the_grown_childs_card_is_told_apart_and_lives(
    app: Flask, session: Session, library: Library
) -> None:
    khoi, dang = child(session, library), grown(session, library)
    with time_machine.travel(NEXT_YEAR):
        client = browser_of(app, session, khoi)
        page = client.get(CLOSE).text
        assert page.index(DANG) > page.index("Thẻ không đóng, về tay chính chủ") > page.index(KHOI)
        assert f"/the/{dang.id}/trao" in page
        assert page.count(f'href="/thu-vien/{library.code}"') == 1
        client.post(CLOSE, data=form_of(client))
    assert fresh(session, dang).state is State.PROVISIONAL
    assert (dang.account_id, dang.guardian_name, khoi.state) == (None, None, State.CLOSED)


def test_whose_parent_does_nothing_comes_alone(
    app: Flask, session: Session, library: Library
) -> None:
    """The page of the card says so, as the letter does."""
    dang = grown(session, library)
    alone = f"đến quầy {library.name}, mang theo một giấy tờ của mình"
    assert alone not in browser_of(app, session, dang).get(f"/the/{dang.id}").text
    with time_machine.travel(NEXT_YEAR):
        client = browser_of(app, session, dang)
        for page in ("", "/trao"):
            assert alone in client.get(f"/the/{dang.id}{page}").text


@pytest.mark.parametrize("at", ["account", "card"])
def test_a_double_click_is_answered_as_one(
    app: Flask, session: Session, library: Library, ha: Clerk, at: str
) -> None:
    """The second comes with the cookie of the first, and finds nobody signed in by it."""
    row = lent(session, ha, library)
    client = browser_of(app, session, row)
    path = CLOSE if at == "account" else f"/the/{row.id}/dong"
    form = form_of(client, path)
    before = client.get_cookie("session")
    assert before
    for _twice in range(2):
        client.set_cookie("session", before.value)
        answer = client.post(path, data=form)
        if answer.location.startswith("/dang-nhap"):
            answer = client.get(answer.location)
        assert answer.headers["Clear-Site-Data"] == '"storage"'
        assert "Mọi máy đã được đăng xuất." in client.get(answer.location).text
    kinds = list(session.scalars(select(Letter.kind)))
    assert (kinds.count("card_closed"), kinds.count("account_closed")) == (1, 1)


@pytest.mark.parametrize("closed", [False, True])
def test_nobody_else_is_told_so_at_the_door(
    app: Flask, session: Session, library: Library, closed: bool
) -> None:
    """Neither whoever only looked at the page and is signed out since, nor anybody later."""
    account = account_of(session, child(session, library))
    client = signed_in(app, session, account)
    client.get(CLOSE)
    if closed:
        close_account(session, account)
    else:
        sign_out_all(session, account.id)
    with time_machine.travel(now() + timedelta(minutes=2 if closed else 0)):
        assert client.get("/dang-nhap").status_code == 200


def test_more_cards_take_no_more_queries(
    app: Flask, session: Session, library: Library, elsewhere: Library
) -> None:
    first = child(session, library)
    client, asked = browser_of(app, session, first), []
    for count in (0, 5):
        for n in range(count):
            child(session, elsewhere if n % 2 else library, f"Trần {'ABCDE'[n]}n")
        asked.append(queries_of(app, client, CLOSE))
    assert asked[0] == asked[1], asked


def test_in_english(app: Flask, session: Session, library: Library) -> None:
    khoi = child(session, library)
    grown(session, library)
    with time_machine.travel(NEXT_YEAR):
        client = browser_of(app, session, khoi)
        client.set_cookie("lang", "en")
        page = client.get(CLOSE).text
    for text in ("Cards that close with the account", "you yourself", "2 more years",
                 "Cards that do not close and go to their own readers"):  # fmt: skip
        assert text in page


def test_staff_close_nothing_here(app: Flask, session: Session, ha: Clerk) -> None:
    client = signed_in(app, session, session.get_one(Account, ha.account_id))
    assert client.get(CLOSE).status_code == client.send(CLOSE, "/tai-khoan").status_code == 403


def test_the_second_click_may_be_on_its_way_when_the_first_is_done(
    app: Flask,
    session: Session,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It was let in, and then finds no account whose password could be right."""
    khoi = child(session, library)
    account = account_of(session, khoi)
    client = browser_of(app, session, khoi)
    form = form_of(client)

    def overtaken(field: PasswordField) -> Account | None:
        db.session.commit()
        close_own(session, account, {"cards": f"{khoi.id}.{khoi.version}.ends"})
        session.commit()
        return prove(field)

    monkeypatch.setattr(leaving_views, "prove", overtaken)
    answer = client.post(CLOSE, data=form)
    assert (answer.status_code, answer.location) == (303, "/")
    assert GONE in client.get("/").text
