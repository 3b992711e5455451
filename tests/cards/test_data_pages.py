"""«Mọi dữ liệu của tôi»: the account and every card on it, to be read and to be taken along."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards import merging
from portal.cards.acting import Clerk
from portal.cards.agreeing import TEXT_VERSION
from portal.cards.models import Borrower, Consent
from portal.cards.numbers import grouped
from portal.cards.portraits import keep_portrait
from portal.cards.words import Consented, Consenter
from portal.clock import now
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.families import AN, DANG, KHOI, NEXT_YEAR, child, grown
from tests.cards.readers import browser_of, lent, queries_of
from tests.cards.test_photos import encoded, picture
from tests.pages import PageClient
from tests.people import signed_in

pytestmark = pytest.mark.both_databases

DATA, FILE = "/tai-khoan/du-lieu", "/tai-khoan/du-lieu.json"


def cards_of(client: PageClient) -> dict[str, Any]:
    """What the file says of cards."""
    told: dict[str, Any] = json.loads(client.get(FILE).data)["cards"]
    return told


@pytest.mark.parametrize("path", [DATA, FILE])
def test_more_cards_take_no_more_queries(
    app: Flask, session: Session, library: Library, elsewhere: Library, path: str
) -> None:
    first = child(session, library)
    client, asked = browser_of(app, session, first), []
    for count in (0, 5):
        for n in range(count):
            row = child(session, elsewhere if n % 2 else library, f"Trần {'ABCDE'[n]}n")
            keep_portrait(session, row.id, encoded(picture()))
        asked.append(queries_of(app, client, path))
    assert asked[0] == asked[1], asked


def test_every_card_is_told_as_on_its_own_page(
    app: Flask, session: Session, library: Library, elsewhere: Library
) -> None:
    khoi, an = child(session, library), child(session, elsewhere, AN)
    client = browser_of(app, session, khoi)
    told = cards_of(client)["kept"]
    for row in (khoi, an):
        (one,) = (one for one in told if one["full_name"] == row.full_name)
        assert one == json.loads(client.get(f"/the/{row.id}/du-lieu.json").data)
    page = client.get(DATA).text
    for one in told:
        assert f"Thẻ của {one['full_name']}" in page
        assert one["guardian_id_number"] in page
        assert grouped(one["numbers"][0]["number"]) in page


def test_no_column_of_a_borrower_is_left_out(
    app: Flask, session: Session, library: Library
) -> None:
    """Whoever adds one says here whether its reader is told, and as what."""
    khoi = child(session, library)
    (told,) = cards_of(browser_of(app, session, khoi))["kept"]
    columns = {one.key for one in inspect(Borrower).mapper.column_attrs}
    called = {"library_id": "library", "id_sealed": "id_number", "id_hash": "id_number",
              "guardian_id_sealed": "guardian_id_number", "guardian_id_hash": "guardian_id_number",
              "state_since": "events", "merged_into_id": "events",
              "name_key": "full_name"}  # fmt: skip
    ours = {"id", "account_id", "version"}
    assert {called.get(one, one) for one in columns - ours} <= set(told)


def test_what_was_agreed_to_before_two_were_merged_is_told_too(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    keep, drop = lent(session, ha, library), people.active(session, ha, library)
    session.add(
        Consent(
            borrower_id=drop.id,
            what=Consented.PUBLISH_NAME,
            by=Consenter.SELF,
            text_version=TEXT_VERSION,
            at=now(),
        )
    )
    merging.merge(session, ha, keep.id, drop.id, seen_keep=keep.version, seen_drop=drop.version)
    client = browser_of(app, session, keep)
    for told in (
        cards_of(client)["kept"][0],
        json.loads(client.get(f"/the/{keep.id}/du-lieu.json").data),
    ):
        agreed = [one["what"] for one in told["consents"]]
        assert sorted(agreed) == ["publish_name", "rules", "rules"]
        assert len(told["numbers"]) == 2
    assert "Đăng tên trên trang công khai" in client.get(DATA).text


def test_of_a_grown_child_no_more_than_the_name_is_told(
    app: Flask, session: Session, library: Library
) -> None:
    khoi = child(session, library)
    grown(session, library, address="12 ngõ của Đăng", phone="0912345678")
    with time_machine.travel(NEXT_YEAR):
        client = browser_of(app, session, khoi)
        told, page = cards_of(client), client.get(DATA).text
        whole = client.get(FILE).text
    assert told["of_age"] == [{"full_name": DANG, "library": library.name}]
    assert [one["full_name"] for one in told["kept"]] == [KHOI]
    assert "chỉ họ xem được" in page
    assert DANG in page
    for text in ("12 ngõ của Đăng", "0912345678"):
        assert text not in page + whole


def test_in_english(app: Flask, session: Session, library: Library) -> None:
    khoi = child(session, library)
    grown(session, library)
    with time_machine.travel(NEXT_YEAR):
        client = browser_of(app, session, khoi)
        client.set_cookie("lang", "en")
        page = client.get(DATA).text
    for text in ("All my data", f"Card of {KHOI}", "Cards that are no longer yours to see"):
        assert text in page


def test_staff_have_no_cards_and_are_told_so(app: Flask, session: Session, ha: Clerk) -> None:
    client = signed_in(app, session, session.get_one(Account, ha.account_id))
    assert cards_of(client) == {"kept": [], "of_age": []}
    assert client.get(DATA).status_code == 200
