"""Posting: with the caller's changes or not at all, sealed, once where that is wanted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import session_scope
from portal.i18n import lazy_gettext
from portal.mail import post
from portal.mail.addresses import BadAddress
from portal.mail.contents import Contents
from portal.mail.models import Letter
from tests.mail.letters import DAY, LAN, the_letter, trial

KEY = "k" * 40


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Letter)) or 0


def test_what_a_letter_says_is_sealed(session: Session) -> None:
    stored = trial(session).contents
    assert stored is not None
    for plain in (b"lan", b"2026", b"day"):
        assert plain not in stored
    opened = Contents.opened(stored, session.info["sealing_key"])
    assert (opened.to, opened.values) == (LAN, {"day": DAY})


def test_a_second_letter_with_the_same_key_is_nothing(session: Session) -> None:
    first = trial(session, once="card:1:expires:2026-05")
    assert trial(session, to="khac@example.vn", once="card:1:expires:2026-05").id == first.id
    assert trial(session).id != trial(session).id
    assert count(session) == 3


@pytest.mark.both_databases
def test_twelve_who_post_the_same_at_once_post_one(engine: sa.Engine, session: Session) -> None:
    barrier = Barrier(12)

    def hurry() -> None:
        barrier.wait()
        with session_scope(engine, info=session.info) as mine:
            post(mine, "trial", to=LAN, locale="vi", values={"day": DAY}, once="the same")

    threads = [Thread(target=hurry) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(session) == 1


@pytest.mark.both_databases
def test_a_second_letter_costs_the_caller_nothing_else(session: Session) -> None:
    """The row that meets another's does not undo what the caller did before."""
    trial(session, once="the same")
    post(session, "trial", to=LAN, locale="vi", values={"day": DAY}, once="another")
    post(session, "trial", to=LAN, locale="vi", values={"day": DAY}, once="the same")
    session.commit()
    assert the_letter(session).once == "another"


@pytest.mark.parametrize(
    "to",
    [
        "",
        "lan",
        "lan@",
        "@example.vn",
        "lan@localnet",
        "lan@example.vn, hoa@example.vn",
        "Lan <lan@example.vn>",
        "lan@example.vn\r\nBcc: hoa@example.vn",
        "lan@example.vn\nBcc:hoa@example.vn",
        "lan\x00@example.vn",
        "lan @example.vn",
        "lan@exa mple.vn",
        "lan@example..vn",
        "lân@example.vn",
        "a" * 250 + "@example.vn",
    ],
)
def test_only_one_address_is_an_address(session: Session, to: str) -> None:
    with pytest.raises(BadAddress) as refused:
        post(session, "trial", to=to, locale="vi", values={})
    assert "example" not in str(refused.value)


@pytest.mark.parametrize("kind", ["no_such", "../trial", "_letter", "trial.html", ""])
def test_a_kind_without_templates_is_noticed_at_once(session: Session, kind: str) -> None:
    with pytest.raises(LookupError):
        post(session, kind, to=LAN, locale="vi", values={})


@pytest.mark.parametrize("value", [lazy_gettext("Sách"), object(), {1, 2}, b"x"])
def test_what_a_letter_cannot_keep_is_noticed_at_once(session: Session, value: object) -> None:
    with pytest.raises(TypeError, match="cannot keep"):
        post(session, "trial", to=LAN, locale="vi", values={"day": value})


def test_values_come_back_as_they_were() -> None:
    values = {
        "name": "Nguyễn Thị Lan",
        "days": [date(2026, 4, 21), datetime(2026, 4, 21, 8, 30, tzinfo=UTC)],
        "count": 3,
        "none": None,
        "inside": {"yes": True},
    }
    assert Contents.opened(Contents("a@b.vn", values).sealed(KEY), KEY).values == values
