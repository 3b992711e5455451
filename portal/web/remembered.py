"""Pieces of pages that come again and again, written once.

An icon, a status, an open door stand on a page dozens of times, always in the same few words. What
a macro writes of them hangs on what it is given and on the reader's language, on nothing else.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask
from markupsafe import Markup

from portal.i18n import locale_code

MOST = 512  # pieces of one macro

Macro = Callable[..., Markup]


def init_app(app: Flask) -> None:
    """Templates say `{% set icon = remembered(_icon) %}` under a macro that asks for nothing."""
    app.jinja_env.globals.update(remembered=remembered)


def remembered(macro: Macro) -> Macro:
    """The macro, asked once for the same texts, which it takes by their places. A text is another
    than the same text as markup; inside a tuple or a value there must be plain texts only.
    """

    @lru_cache(maxsize=MOST, typed=True)
    def written(_language: str, *given: Any) -> Markup:
        return macro(*given)

    return lambda *given: written(locale_code(), *given)
