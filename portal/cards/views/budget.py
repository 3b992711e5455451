"""How many registrations and class lists one client may send, and what is said over it.

Counted in the database: for all processes of the server together.
"""

from __future__ import annotations

from flask import current_app

from portal.accounts import guesses
from portal.accounts.guesses import Pace
from portal.accounts.names import plain
from portal.config import Settings
from portal.db import db
from portal.i18n import gettext as _
from portal.web.limits import client

LIST_PACE = Pace(burst=5, pause=12 * 60)
"""Of class lists that one client sends: a school comes in one, five an hour is plenty."""

SCHOOL_PACE = Pace(burst=3, pause=4 * 60 * 60)
"""Of letters to one school, whoever makes the portal write them."""


ADDRESS_PACE = Pace(burst=8, pause=30 * 60)
"""Of registrations with one address: a family's children come in at once, and nobody's mailbox is
filled by strangers.
"""

AGAIN_PACE = Pace(burst=3, pause=60 * 60)
"""Of letters sent again for one registration."""

CLICK_PACE = Pace(burst=1, pause=60)
"""Of one letter that is sent again, to one address: a button is clicked twice."""


def take() -> int:
    """Take one registration from the client's budget, and commit that.

    0 when there was one, else the seconds until there is.
    """
    settings: Settings = current_app.config["PORTAL"]
    most = settings.registrations_per_hour
    return _take("card.register", client(), Pace(burst=most, pause=max(1, 3600 // most)))


def take_letter(email: str) -> int:
    """The same for the letter to an address as it was typed, whether one will go there or not: over
    it everybody is told so, and learns nothing.
    """
    return _take("card.letter", plain(email), ADDRESS_PACE) if email.strip() else 0


def take_again(token: str, email: str) -> int:
    """The same for the letter of one registration that is sent again."""
    return _take("card.again", token, AGAIN_PACE) or take_letter(email)


def clicked_twice(token: str, email: str) -> bool:
    """Whether the letter of one registration was sent again to this address a moment ago. If not,
    it is about to be: `forget_click` where nothing came of it.
    """
    return _take("card.click", _click(token, email), CLICK_PACE) > 0


def forget_click(token: str, email: str) -> None:
    guesses.forget(db.session, guesses.key_of(db.session, "card.click", _click(token, email)))
    db.session.commit()


def _click(token: str, email: str) -> str:
    return f"{token}|{plain(email)}"


def take_list(email: str) -> int:
    """The same for a class list, from the client's budget and that of the school's address."""
    wait = _take("card.class", client(), LIST_PACE)
    if wait or not email:
        return wait
    return _take("card.class_letter", email, SCHOOL_PACE)


def _take(kind: str, whose: str, pace: Pace) -> int:
    wait = guesses.take(db.session, guesses.key_of(db.session, kind, whose), pace)
    db.session.commit()
    return wait


def over(seconds: int) -> str:
    return _(
        "Từ mạng bạn đang dùng đã có quá nhiều đăng ký trong một giờ. Những gì bạn điền còn nguyên:"
        " xin gửi lại sau %(minutes)s phút, hoặc đăng ký ngay tại quầy.",
        minutes=-(-seconds // 60),
    )


def over_letters(seconds: int) -> str:
    return _(
        "Đã gửi nhiều thư xác nhận tới địa chỉ này. Những gì bạn điền còn nguyên: bạn mở thư đã"
        " nhận (xem cả mục thư rác), gửi lại sau %(minutes)s phút, hoặc đăng ký ngay tại quầy.",
        minutes=-(-seconds // 60),
    )


def over_lists(seconds: int) -> str:
    return _(
        "Đã có quá nhiều danh sách từ mạng này hoặc gửi đến trường này. Những gì bạn điền còn"
        " nguyên: xin gửi lại sau %(minutes)s phút, hoặc mang danh sách đến thư viện.",
        minutes=-(-seconds // 60),
    )
