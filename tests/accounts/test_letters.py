"""What is mailed about accounts, in both languages."""

import re

import pytest
from flask import Flask, render_template

from portal.i18n import speaking

VALUES = {"name": "Lan", "token": "t" * 43, "hours": 24, "left": 9}
KINDS = (
    "password_link",
    "password_changed",
    "email_link",
    "email_taken",
    "email_changed",
    "guessed",
    "codes_guessed",
    "second_factor_on",
    "second_factor_off",
    "recovery_code_used",
    "account_closed",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("locale", "greeting"), [("vi", "Chào "), ("en", "Dear Lan,|Hello,")])
def test_a_letter_can_be_read(app: Flask, kind: str, locale: str, greeting: str) -> None:
    with app.test_request_context(), speaking(locale):
        plain = render_template(f"mail/{kind}.txt", **VALUES)
        rich = render_template(f"mail/{kind}.html", subject="s", **VALUES)
    subject, _, rest = plain.partition("\n")
    assert 5 < len(subject) < 70
    assert re.search(greeting, rest)
    assert re.search(greeting, rich)
    assert ("t" * 43 in plain) == ("t" * 43 in rich) == (kind in ("password_link", "email_link"))
