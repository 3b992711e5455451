"""A letter before a card expires: when, to whom, what it says, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards import blocking, issuing, keepers, own
from portal.cards.acting import Clerk
from portal.cards.ages import add_months
from portal.cards.editing import edit_policy
from portal.cards.models import Borrower
from portal.cards.reminding import AT_ONCE, remind
from portal.clock import now, today
from portal.config import Settings
from portal.jobs.registry import jobs
from portal.libraries.models import Library
from portal.mail.contents import Contents
from portal.mail.models import Letter
from portal.mail.writing import Pens
from tests.cards import people
from tests.cards.readers import confirmed, lent
from tests.databases import counted_queries

pytestmark = pytest.mark.both_databases

_next = count()


@pytest.fixture
def row(session: Session, library: Library, ha: Clerk) -> Borrower:
    """Nguyễn Thị Lan, whose card is good for a year."""
    return lent(session, ha, library)


def another(session: Session, ha: Clerk, library: Library) -> Borrower:
    """Of another age: who has a name and a birthday of somebody's waits at the desk."""
    birthday = date(1950, 1, 1) + timedelta(days=next(_next))
    row = confirmed(session, people.adult(library, birthday=birthday))
    issuing.see_document(session, ha, row.id, seen=row.version)
    return row


@pytest.fixture
def told(session: Session, settings: Settings) -> Callable[..., list[Contents]]:
    """The letters that the job wrote on a day, counted from the last day of somebody's card."""

    def on(row: Borrower, days: int) -> list[Contents]:
        assert row.valid_until is not None
        before = len(people.letters(session, "card_ends"))
        with time_machine.travel(now() + (row.valid_until + timedelta(days=days) - today())):
            remind(session, settings)
        session.expire_all()
        return people.letters(session, "card_ends")[before:]

    return on


Told = Callable[..., list[Contents]]


def test_once_when_renewing_begins(row: Borrower, told: Told) -> None:
    assert told(row, -61) == []
    (letter,) = told(row, -60)
    assert letter.to == row.email
    assert letter.values == {
        "name": "Nguyễn Thị Lan",
        "library": "Thư viện KV-TAYHO",
        "until": row.valid_until,
        "over": False,
        "way": "online",
    }
    assert [told(row, day) for day in (-60, -59, -1, 0, 1)] == [[]] * 5


def test_it_is_run_by_itself(app: Flask) -> None:
    assert "cards.remind" in {one.name for one in jobs()}


def test_never_again_for_one_last_day_even_if_the_row_forgets(
    session: Session, row: Borrower, told: Told
) -> None:
    """Two runners who saw the same card write one letter."""
    assert len(told(row, -60)) == 1
    row.reminded_of = None
    assert told(row, -59) == []


def test_renewed_it_is_told_of_the_next_last_day_only(
    session: Session, row: Borrower, told: Told
) -> None:
    assert row.valid_until is not None
    with time_machine.travel(now() + (row.valid_until - timedelta(days=60) - today())):
        own.renew_own(session, row.account_id or 0, row.id, seen=row.version)
    first = add_months(row.valid_until, -12)
    assert told(row, (first - row.valid_until).days - 30) == []
    assert told(row, -61) == []
    (letter,) = told(row, -60)
    assert letter.values["until"] == row.valid_until


def test_by_each_librarys_own_time(
    session: Session, library: Library, elsewhere: Library, ha: Clerk, city: Clerk, told: Told
) -> None:
    edit_policy(session, city, elsewhere.id, {"days_renewal": 10}, seen=0)
    here = another(session, ha, library)
    there = another(session, people.clerk(session, elsewhere), elsewhere)
    assert [one.to for one in told(here, -60)] == [here.email]
    assert told(there, -11) == []
    assert [one.to for one in told(there, -10)] == [there.email]


def test_where_renewing_is_always_open_no_letter_comes_with_the_card(
    session: Session, library: Library, city: Clerk, row: Borrower, told: Told
) -> None:
    edit_policy(session, city, library.id, {"days_renewal": 3650}, seen=0)
    assert told(row, -91) == []
    assert len(told(row, -90)) == 1


def test_a_portal_that_stood_still_catches_up(row: Borrower, told: Told) -> None:
    (letter,) = told(row, 7)
    assert letter.values["over"] is True


def test_after_a_year_nobody_hears_of_old_cards(row: Borrower, told: Told) -> None:
    assert told(row, 365) == []
    assert told(row, 31) == []
    assert len(told(row, 30)) == 1


@pytest.mark.parametrize("end", [blocking.block, blocking.close])
def test_not_about_a_card_nobody_may_renew(
    session: Session, ha: Clerk, row: Borrower, told: Told, end: Callable[..., None]
) -> None:
    why = {"reason": "Nợ sách"} if end is blocking.block else {}
    last = row.valid_until
    end(session, ha, row.id, seen=row.version, **why)
    row.valid_until = last
    assert told(row, -60) == []


def test_unblocked_it_is_told_late(session: Session, ha: Clerk, row: Borrower, told: Told) -> None:
    blocking.block(session, ha, row.id, seen=row.version, reason="Nợ sách")
    assert told(row, -60) == []
    blocking.unblock(session, ha, row.id, seen=row.version)
    assert len(told(row, -30)) == 1


def test_not_about_a_card_that_is_none_yet(
    session: Session, library: Library, ha: Clerk, row: Borrower, told: Told
) -> None:
    for other in (
        people.registered(session, people.adult(library)),
        confirmed(session, people.adult(library, birthday=date(1980, 1, 1))),
    ):
        other.valid_until = row.valid_until
    assert [one.to for one in told(row, -60)] == [row.email]


def test_only_to_an_address_somebody_confirmed(
    session: Session, library: Library, ha: Clerk, row: Borrower, told: Told
) -> None:
    """`address` in a query is what `address_of` is for one borrower."""
    closed, moved, unconfirmed = (another(session, ha, library) for _ in range(3))
    session.get_one(Account, closed.account_id).closed_at = now()
    session.get_one(Account, moved.account_id).email = "moi@example.vn"
    unconfirmed.account_id, unconfirmed.email_confirmed_at = None, None
    by_phone = people.active(session, ha, library)
    session.flush()
    rows = [row, closed, moved, unconfirmed, by_phone]
    query = select(Borrower.id, keepers.address().label("to")).outerjoin(
        Account, Account.id == Borrower.account_id
    )
    asked = {one.id: one.to for one in session.execute(query)}
    assert asked == {one.id: keepers.address_of(session, one) for one in rows}
    wanted = {row.email, closed.email, "moi@example.vn"}
    assert {one.to for one in told(row, -60)} == wanted


def test_of_another_kind_where_the_age_no_longer_fits(
    session: Session, library: Library, ha: Clerk, told: Told
) -> None:
    """As renewing would say (`Outgrown`): at the desk. It goes to the parent."""
    row = _childs(session, library, ha, "thieu-nhi")
    assert row.valid_until is not None
    row.birthday = add_months(row.valid_until, -12 * 16) - timedelta(days=60)
    (letter,) = told(row, -60)
    assert (letter.to, letter.values["way"]) == (row.email, "desk")
    assert letter.values["name"] == "Trần Minh Khôi"


def test_whoever_came_of_age_gets_the_card_first(
    session: Session, library: Library, ha: Clerk, told: Told
) -> None:
    row = _childs(session, library, ha, "doc-tai-cho")
    assert row.valid_until is not None
    row.birthday = add_months(row.valid_until, -12 * 16) - timedelta(days=60)
    assert [one.values["way"] for one in told(row, -60)] == ["hand_over"]


def test_a_child_stays_one_to_the_last_day(
    session: Session, library: Library, ha: Clerk, told: Told
) -> None:
    row = _childs(session, library, ha, "thieu-nhi")
    assert row.valid_until is not None
    row.birthday = add_months(row.valid_until, -12 * 16) - timedelta(days=59)
    assert [one.values["way"] for one in told(row, -60)] == ["online"]


def _childs(session: Session, library: Library, ha: Clerk, kind: str) -> Borrower:
    row = confirmed(session, replace(people.child(library), kind=kind))
    issuing.see_document(session, ha, row.id, seen=row.version)
    return row


def test_as_many_statements_for_many_cards_as_for_one(
    session: Session, engine: Engine, settings: Settings, library: Library, ha: Clerk, told: Told
) -> None:
    counts = []
    for many in (1, 30):
        rows = [another(session, ha, library) for _ in range(many)]
        session.commit()
        with counted_queries(engine) as statements:
            assert len(told(rows[0], -60)) == many
        counts.append(len([one for one in statements if "FROM letter" not in one]))
    assert counts[0] == counts[1] <= 6


def test_a_flood_is_taken_in_turns(
    session: Session, settings: Settings, library: Library, ha: Clerk, row: Borrower,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The nearest last days first; what is left over waits for the next run."""
    assert AT_ONCE > 1
    monkeypatch.setattr("portal.cards.reminding.AT_ONCE", 1)
    sooner = another(session, ha, library)
    assert row.valid_until is not None
    sooner.valid_until = row.valid_until - timedelta(days=1)
    session.flush()
    with time_machine.travel(now() + (row.valid_until - timedelta(days=9) - today())):
        assert [remind(session, settings) for _ in range(3)] == [1, 1, 0]
    assert [one.to for one in people.letters(session, "card_ends")] == [sooner.email, row.email]


def test_in_the_language_of_its_reader(session: Session, row: Borrower, told: Told) -> None:
    row.locale = "en"
    told(row, -60)
    assert session.scalars(select(Letter.locale).where(Letter.kind == "card_ends")).all() == ["en"]


@pytest.mark.parametrize(
    ("locale", "way", "over", "phrases"),
    [
        ("vi", "online", False, ["dùng được đến hết ngày 31/01/2027", "bấm nút «Gia hạn»"]),
        ("vi", "online", True, ["đã hết hạn; ngày cuối là 31/01/2027", "bấm nút «Gia hạn»"]),
        ("vi", "desk", False, ["không còn hợp tuổi", "quầy chọn loại thẻ khác"]),
        ("vi", "hand_over", False, ["email riêng của Lan"]),
        ("en", "online", False, ["valid until the end of 31 January 2027", "press “Renew”"]),
        ("en", "desk", True, ["its last day was 31 January 2027", "choose another kind"]),
        ("en", "hand_over", False, ["give the e-mail address of Lan"]),
    ],
)
def test_what_it_says(app: Flask, locale: str, way: str, over: bool, phrases: list[str]) -> None:
    values = {
        "name": "Lan", "library": "Thư viện Tây Hồ", "until": date(2027, 1, 31),
        "way": way, "over": over,
    }  # fmt: skip
    with app.app_context():
        letter = Pens(app.jinja_env, lambda endpoint: f"https://thuvien.example/{endpoint}").write(
            "card_ends", locale, values
        )
    for written in (letter.text, letter.page):
        assert all(phrase in written for phrase in phrases)
        assert "https://thuvien.example/cards.mine" in written
        assert ("«Gia hạn»" in written or "“Renew”" in written) == (way == "online")
