"""How many registrations one client may send, and what is said over it.

Counted in the database: for all processes of the server together.
"""

from __future__ import annotations

from flask import current_app

from portal.accounts import guesses
from portal.accounts.guesses import Pace
from portal.config import Settings
from portal.db import db
from portal.i18n import gettext as _
from portal.web.limits import client


def take() -> int:
    """Take one registration from the client's budget, and commit that.

    0 when there was one, else the seconds until there is.
    """
    settings: Settings = current_app.config["PORTAL"]
    most = settings.registrations_per_hour
    pace = Pace(burst=most, pause=max(1, 3600 // most))
    wait = guesses.take(db.session, guesses.key_of(db.session, "card.register", client()), pace)
    db.session.commit()
    return wait


def over(seconds: int) -> str:
    return _(
        "Từ mạng bạn đang dùng đã có quá nhiều đăng ký trong một giờ. Những gì bạn điền còn nguyên:"
        " xin gửi lại sau %(minutes)s phút, hoặc đăng ký ngay tại quầy.",
        minutes=-(-seconds // 60),
    )
