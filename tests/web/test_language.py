"""The language of a page, and dates and numbers in it."""

from datetime import UTC, date, datetime

import pytest

from portal.i18n import date_text, gettext, lazy_gettext, month_text, ngettext, number_text
from tests.pages import PageClient

VI = {"Accept-Language": "vi"}
EN = {"Accept-Language": "en-GB,en;q=0.9"}


@pytest.mark.parametrize(
    ("headers", "language"),
    [({}, "vi"), (VI, "vi"), (EN, "en"), ({"Accept-Language": "fr"}, "vi")],
)
def test_the_browser_names_the_language_and_vietnamese_is_the_default(
    probe: PageClient, headers: dict[str, str], language: str
) -> None:
    page = probe.get("/probe/page", headers=headers)
    assert f'<html lang="{language}">' in page.text
    assert page.headers["Content-Language"] == language


def test_a_choice_is_remembered_and_wins_over_the_browser(probe: PageClient) -> None:
    back = probe.get("/ngon-ngu/en?next=/probe/page", headers=VI)
    assert back.location == "/probe/page"
    assert '<html lang="en">' in probe.get("/probe/page", headers=VI).text
    probe.get("/ngon-ngu/vi")
    assert '<html lang="vi">' in probe.get("/probe/page", headers=EN).text


def test_every_page_offers_the_other_language(probe: PageClient) -> None:
    assert 'href="/ngon-ngu/en' in probe.get("/probe/page").text
    assert 'href="/ngon-ngu/vi' in probe.get("/probe/page", headers=EN).text


def test_an_unknown_language_is_no_page(probe: PageClient) -> None:
    assert probe.get("/ngon-ngu/xx").status_code == 404


def test_the_switch_never_leads_elsewhere(probe: PageClient) -> None:
    assert probe.get("/ngon-ngu/en?next=//example.org").location == "/"


def test_dates_and_numbers_follow_the_language(probe: PageClient) -> None:
    day, moment = date(2025, 4, 21), datetime(2025, 4, 21, 18, 0, tzinfo=UTC)
    with probe.application.test_request_context(headers=VI):
        assert date_text(day) == "21/04/2025"
        assert date_text(moment) == "22/04/2025"  # after midnight in Hà Nội
        assert month_text(day) == "tháng 4/2025"
        assert number_text(1234567) == "1.234.567"
    with probe.application.test_request_context(headers=EN):
        assert date_text(day) == "21 April 2025"
        assert month_text(day) == "April 2025"
        assert number_text(1234567) == "1,234,567"
        assert date_text(None) == ""


def test_outside_a_request_everything_speaks_vietnamese() -> None:
    assert gettext("Về trang chủ") == "Về trang chủ"
    assert str(lazy_gettext("Còn %(n)s", n=3)) == "Còn 3"
    assert ngettext("%(num)s bản", "%(num)s bản", 1200) == "1.200 bản"
    assert ngettext("%(num)d bản", "%(num)d bản", 2) == "2 bản"
    assert date_text(date(2025, 9, 2)) == "02/09/2025"


def test_templates_write_counts_as_people_do(probe: PageClient) -> None:
    app = probe.application
    source = "{{ ngettext('%(num)s bản', '%(num)s bản', 1200) }}"
    with app.test_request_context(headers=VI):
        assert app.jinja_env.from_string(source).render() == "1.200 bản"
