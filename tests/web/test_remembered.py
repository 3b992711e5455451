"""Pieces of pages are written once for the same texts, and for no others."""

from flask import Flask
from markupsafe import Markup, escape

from portal.i18n import gettext as _
from portal.i18n import speaking
from portal.web.remembered import remembered


def test_a_piece_is_written_once_a_language(app: Flask) -> None:
    written: list[str] = []

    def told(text: str) -> Markup:
        written.append(text)
        return escape(f"{text}: {_('Tác giả')}")

    piece = remembered(told)
    with app.test_request_context("/"):
        assert piece("a") == piece("a") == "a: Tác giả"
        with speaking("en"):
            assert piece("a") == piece("a") == "a: Author"
    assert written == ["a", "a"]


def test_a_text_is_not_taken_for_markup_that_reads_the_same(app: Flask) -> None:
    piece = remembered(escape)
    with app.test_request_context("/"):
        assert piece(Markup("<b>")) == "<b>"
        assert piece("<b>") == "&lt;b&gt;"


def test_templates_see_what_the_application_gives_them_later(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ later }}")
    app.jinja_env.globals["later"] = "sau"
    assert template.render() == "sau"
    assert app.jinja_env.from_string("{{ own }}", {"own": "riêng"}).render() == "riêng"
    assert "own" not in app.jinja_env.globals
