"""Language of a page, and dates and numbers as people of that language write them.

Vietnamese is the source language: its texts stand in the code and the templates, and English is a
translation. A text that has none is shown in Vietnamese, never as a key.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from gettext import NullTranslations
from typing import Any, cast

import flask_babel
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_group_symbol
from flask import Flask, Response, g, has_request_context, request
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from portal.clock import in_hanoi

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
SOURCE = "vi"
COOKIE = "lang"

_DATE = {"vi": "dd/MM/yyyy", "en": "d MMMM yyyy"}
_MONTH = {"vi": "'tháng' M/yyyy", "en": "MMMM yyyy"}

_UNTRANSLATED = NullTranslations()


@dataclass(frozen=True, eq=False, slots=True)
class Language:
    """A language as a process keeps it: a new catalogue needs a new process.

    texts: what templates wrote already. thousands: what stands between the thousands of a number.
    """

    code: str
    catalogue: NullTranslations
    thousands: str
    texts: dict[str, Markup] = field(default_factory=dict)

    def text(self, text: str) -> Markup:
        """A text without gaps, for a page: the catalogue is the portal's own and holds markup."""
        found = self.texts.get(text)
        if found is None:
            found = Markup(self.catalogue.gettext(text)) % {}  # noqa: S704
            self.texts[text] = found
        return found


def init_app(app: Flask) -> None:
    """Choose a language for each request; give templates ``_``, ``|date``, ``|number``."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", SOURCE)
    flask_babel.Babel(app, locale_selector=_select)
    app.jinja_env.filters.update(date=date_text, number=number_text, month=month_text)
    app.jinja_env.globals.update(locale_code=locale_code, languages=LANGUAGES)
    app.jinja_env.globals.update(_=_template_gettext, gettext=_template_gettext)
    app.jinja_env.globals.update(ngettext=_template_ngettext, pgettext=_template_pgettext)
    app.after_request(_name_language)


class Count(int):
    """A number that ``%(num)s`` writes as people do."""

    def __str__(self) -> str:
        return number_text(int(self))


def language() -> Language:
    """The reader's language, chosen once a request; outside one, the source language."""
    try:
        # Past the proxy, which takes longer than all the rest: a page asks for hundreds of texts.
        return cast(Language, g._get_current_object().language)
    except AttributeError:
        g.language = _kept(flask_babel.get_locale(), flask_babel.get_translations())
        return cast(Language, g.language)
    except RuntimeError:  # no application is at work
        return _kept(Locale(SOURCE), _UNTRANSLATED)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Another language than the reader's while a block runs."""
    before = g.pop("language", None)
    try:
        with flask_babel.force_locale(code):
            yield
    finally:
        g.language = before
        if before is None:
            g.pop("language")


def locale_code() -> str:
    """``"vi"`` or ``"en"``; outside a request, the source language."""
    return language().code


def gettext(text: str, **values: Any) -> str:
    """``text`` in the reader's language, ``%(name)s`` filled from ``values``."""
    found = language().catalogue.gettext(text)
    return found % values if values else found


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """``one`` or ``many`` by the number; ``%(num)s`` is the number as people write it."""
    return language().catalogue.ngettext(one, many, num) % {"num": Count(num), **values}


def lazy_gettext(text: str, **values: Any) -> str:
    """A text translated only when shown: for what is written at import, such as form labels."""
    return cast(str, LazyString(gettext, text, **values))


def date_text(day: date | datetime | None) -> str:
    """A day: ``21/04/2025``, in English ``21 April 2025``. A moment gives its day in Hà Nội."""
    code = locale_code()
    return "" if day is None else _formatted(_day(day), _DATE[code], code)


def month_text(day: date | datetime) -> str:
    """A month and its year: ``tháng 4/2025``, in English ``April 2025``."""
    code = locale_code()
    return _formatted(_day(day), _MONTH[code], code)


def number_text(number: float) -> str:
    """A number with its thousands apart: ``1.234``, in English ``1,234``."""
    if isinstance(number, int) and -1000 < number < 1000:
        return str(int(number))
    here = language()
    if isinstance(number, int):
        return f"{number:,d}".replace(",", here.thousands)
    return format_decimal(number, locale=here.code)


def _template_gettext(text: str, /, **values: Any) -> Markup:
    """``_`` of the templates: what fills the gaps is escaped unless it is markup itself."""
    if values:
        return Markup(language().catalogue.gettext(text)) % values  # noqa: S704 - the portal's own
    return language().text(text)


def _template_ngettext(one: str, many: str, num: int, /, **values: Any) -> Markup:
    found = Markup(language().catalogue.ngettext(one, many, num))  # noqa: S704 - the portal's own
    return found % {"num": Count(num), **values}


def _template_pgettext(context: str, text: str, /, **values: Any) -> Markup:
    return Markup(language().catalogue.pgettext(context, text)) % values  # noqa: S704 - as above


@lru_cache(maxsize=8)
def _kept(locale: Locale, catalogue: NullTranslations) -> Language:
    return Language(locale.language, catalogue, get_group_symbol(locale))


@lru_cache(maxsize=4096)
def _formatted(day: date, pattern: str, code: str) -> str:
    return format_date(day, pattern, code)


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
