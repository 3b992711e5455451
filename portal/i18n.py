"""Language of a page, and dates and numbers as people of that language write them.

Vietnamese is the source language: its texts stand in the code and the templates, and English is a
translation. A text that has none is shown in Vietnamese, never as a key.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, cast

import flask_babel
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, Response, has_request_context, request
from flask_babel.speaklater import LazyString
from jinja2 import pass_context
from jinja2.runtime import Context

from portal.clock import in_hanoi

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
SOURCE = "vi"
COOKIE = "lang"

_DATE = {"vi": "dd/MM/yyyy", "en": "d MMMM yyyy"}
_MONTH = {"vi": "'tháng' M/yyyy", "en": "MMMM yyyy"}


def init_app(app: Flask) -> None:
    """Choose a language for each request; give templates ``_``, ``|date``, ``|number``."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", SOURCE)
    flask_babel.Babel(app, locale_selector=_select)
    app.jinja_env.filters.update(date=date_text, number=number_text, month=month_text)
    app.jinja_env.globals.update(locale_code=locale_code, languages=LANGUAGES)
    plain = cast("Callable[..., str]", app.jinja_env.globals["ngettext"])
    app.jinja_env.globals["ngettext"] = _with_count(plain)
    app.after_request(_name_language)


class Count(int):
    """A number that ``%(num)s`` writes as people do."""

    def __str__(self) -> str:
        return number_text(int(self))


def locale_code() -> str:
    """``"vi"`` or ``"en"``; outside a request, the source language."""
    locale = flask_babel.get_locale()
    return SOURCE if locale is None else str(locale.language)


def gettext(text: str, **values: Any) -> str:
    """``text`` in the reader's language, ``%(name)s`` filled from ``values``."""
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """``one`` or ``many`` by the number; ``%(num)s`` is the number as people write it."""
    return str(flask_babel.ngettext(one, many, Count(num), **values))


def lazy_gettext(text: str, **values: Any) -> str:
    """A text translated only when shown: for what is written at import, such as form labels."""
    return cast(str, LazyString(gettext, text, **values))


def date_text(day: date | datetime | None) -> str:
    """A day: ``21/04/2025``, in English ``21 April 2025``. A moment gives its day in Hà Nội."""
    return "" if day is None else format_date(_day(day), _DATE[locale_code()], locale_code())


def month_text(day: date | datetime) -> str:
    """A month and its year: ``tháng 4/2025``, in English ``April 2025``."""
    return format_date(_day(day), _MONTH[locale_code()], locale_code())


def number_text(number: float) -> str:
    """A number with its thousands apart: ``1.234``, in English ``1,234``."""
    return format_decimal(number, locale=locale_code())


def _with_count(template_ngettext: Callable[..., str]) -> Callable[..., str]:
    """Jinja's own ``ngettext``, given a number that knows how to be written."""

    @pass_context
    def counted(context: Context, one: str, many: str, num: int, **values: Any) -> str:
        return template_ngettext(context, one, many, Count(num), **values)

    return counted


def _day(day: date | datetime) -> date:
    return in_hanoi(day).date() if isinstance(day, datetime) else day


def _select() -> str:
    if not has_request_context():
        return SOURCE
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(list(LANGUAGES), SOURCE) or SOURCE


def _name_language(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", locale_code())
        response.vary.update(("Accept-Language", "Cookie"))
    return response
