"""Letters as text and as a page, in the language of who gets them, with whole addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, StrictUndefined

from portal.i18n import LANGUAGES, SOURCE, language, ngettext, speaking

SUBJECT_LENGTH = 200  # characters

_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Written:
    subject: str
    text: str
    page: str


class Pens:
    """Writes the templates of letters: `mail/<kind>.txt`, first line the subject, and `.html`.

    A value that a template uses and the letter has not is an error, not a gap.
    """

    def __init__(self, templates: Environment, url_for: Callable[..., str]) -> None:
        """templates: the application's. url_for: gives whole addresses, outside any request."""
        self._page = templates.overlay(undefined=StrictUndefined)
        self._page.globals = {**templates.globals, "url_for": url_for}
        self._text = templates.overlay(undefined=StrictUndefined, autoescape=False)
        self._text.globals = {
            **self._page.globals,
            "_": _plain_gettext,
            "gettext": _plain_gettext,
            "ngettext": _plain_ngettext,
            "pgettext": _plain_pgettext,
        }

    def write(self, kind: str, locale: str, values: Mapping[str, object]) -> Written:
        """Needs an application at work. Raises what a template may raise."""
        with speaking(locale if locale in LANGUAGES else SOURCE):
            subject, text = self._plain(f"mail/{kind}.txt", values)
            page = self._page.get_template(f"mail/{kind}.html").render(values, subject=subject)
        return Written(subject, text, page)

    def _plain(self, name: str, values: Mapping[str, object]) -> tuple[str, str]:
        """The first line by itself: a value with a line break in it cannot end the subject."""
        if self._text.loader is None:
            raise LookupError(name)
        first, _, rest = self._text.loader.get_source(self._text, name)[0].partition("\n")
        subject = self._text.from_string(first).render(values)
        text = self._text.from_string(rest).render(values, subject=one_line(subject))
        return one_line(subject), _GAPS.sub("\n\n", text).strip() + "\n"


def one_line(text: str) -> str:
    """Fit for a header: no line breaks, nothing invisible, nothing that decodes to such (RFC 2047
    reads `=?…?=` as encoded text, and Python writes what it decoded).
    """
    line = " ".join(text.split())
    shown = "".join(sign for sign in line if sign.isprintable())
    return shown.replace("=?", "= ?")[
        :SUBJECT_LENGTH
    ]  # "=?…?=" would be read as encoded (RFC 2047)


def _plain_gettext(text: str, /, **values: Any) -> str:
    return language().catalogue.gettext(text) % values


def _plain_ngettext(one: str, many: str, num: int, /, **values: Any) -> str:
    return ngettext(one, many, num, **values)


def _plain_pgettext(context: str, text: str, /, **values: Any) -> str:
    return language().catalogue.pgettext(context, text) % values
