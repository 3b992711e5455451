"""Whatever is posted to a page for readers gets an answer: done, or told what is wrong."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Final

import pytest
from argon2 import PasswordHasher
from flask import Flask, url_for
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from portal.accounts import forms as accounts_forms
from portal.accounts import passwords
from portal.accounts.devices import sign_in_device
from portal.accounts.links import make_link
from portal.accounts.secrets_models import LinkKind
from portal.cards import approving, forms, forms_class, forms_own
from portal.cards.acting import Clerk
from portal.cards.links import status_link
from portal.cards.models import Borrower
from portal.cards.registering import register
from portal.cards.states import State
from portal.libraries.models import Library
from portal.web.access import access_of
from portal.web.forms import PortalForm
from tests.cards import people
from tests.cards.class_lists import listed
from tests.cards.filling import adult, child
from tests.cards.readers import PASSWORD, account_of, confirmed, hidden
from tests.pages import PageClient

FILE: Final = object()
"""In place of a text: a file."""

NAMES: Final = sorted(
    {
        name
        for module in (forms, forms_class, forms_own, accounts_forms)
        for form in vars(module).values()
        if isinstance(form, type) and issubclass(form, PortalForm)
        for name in dir(form)
        if hasattr(getattr(form, name), "field_class")
    }
    | {"what", "by", "do", "locale", "doi", "them"}
)
ODD: Final = [
    "", " ", "\0", "a\0b", "\x1b[2J", "\x7f", "\x85", "\u202e", "\ufffd", "²", "-1", "0", "9" * 40,
    "9" * 5_000, "-" + "9" * 40, "1e999", "99/99/9999", "1/1/0001", "王" * 150, "ß" * 200,
    "\ufdfa" * 200, "😀" * 100, "\U0010ffff", "x" * 10_000, "a@b.vn\0", "' OR 1=1 --", FILE, None,
]  # fmt: skip
WILD: Final = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
SENT: Final = st.dictionaries(st.sampled_from(NAMES), WILD, min_size=1, max_size=4)
"""Name of a field → what is in it; None: the field is missing. The others are as they should be."""

SOUND: Final = {
    "answer": "Số 7", "rows": listed(2), "school": "Tiểu học Mẫu", "teacher": "Cô Mai",
    "current": PASSWORD, "password": f"{PASSWORD} nữa", "again": f"{PASSWORD} nữa",
    "locale": "vi", "what": "publish_name", "by": "self",
}  # fmt: skip

LAST: Final = (
    "accounts.new_password_now",
    "accounts.password_now",
    "cards.disown",
    "cards.withdraw_status",
    "cards.leave",
    "accounts.sign_others_out",
    "accounts.sign_out",
)
"""After these there is nothing left to send to."""

Values = Mapping[str, Mapping[str, Any]]

_clients: Final = count(1)


def everywhere(value: object) -> dict[str, object]:
    return dict.fromkeys(NAMES, value)


def body(sound: Mapping[str, object], wild: Mapping[str, object]) -> dict[str, Any]:
    """What a browser would send; a file is another one each time."""
    merged = {**sound, **wild}
    return {
        name: (io.BytesIO(b"\0\xffwild"), "wild.bin") if value is FILE else value
        for name, value in merged.items()
        if value is not None
    }


def rules(app: Flask) -> Iterator[Rule]:
    """Where readers, and whoever comes by, send forms to."""
    order = {"cards.answer_status": -1, **{one: LAST.index(one) + 1 for one in LAST}}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: order.get(rule.endpoint, 0)):
        access = access_of(app.view_functions[rule.endpoint])
        ours = rule.endpoint.split(".")[0] in ("cards", "accounts")
        if ours and access and not access.roles and "POST" in (rule.methods or ()):
            yield rule


def asked(session: Session, row: Borrower, ha: Clerk) -> Borrower:
    row.state, row.provisional_until = State.PENDING, None
    approving.ask(session, ha, row.id, seen=row.version, question="Số nhà?")
    return row


def values(session: Session, library: Library, row: Borrower, ha: Clerk) -> Values:
    """Endpoint → values of its address, each of something that waits for just this; "" for the
    others.
    """
    other = asked(session, people.waiting(session, library), ha)
    other.version = row.version
    register(session, people.adult(library))
    status = {"token": status_link(session, library.id, other.state, other.id)}
    letter = people.token_of(session, "card_confirm")
    password = make_link(session, row.account_id or 0, LinkKind.PASSWORD)
    return {
        "": {"token": letter, "borrower_id": row.id, "device_id": 1},
        "cards.answer_status": status,
        "cards.readdress_status": status,
        "cards.withdraw_status": status,
        "accounts.new_password_now": {"token": password},
    }


def addresses(app: Flask, where: Values, at: Library) -> Iterator[str]:
    with app.test_request_context():
        for rule in rules(app):
            given = where.get(rule.endpoint, where[""])
            known = {name: given[name] for name in rule.arguments if name in given}
            for whose in ("toi", "con") if "whose" in rule.arguments else ("",):
                more: dict[str, Any] = {"whose": whose, "thu-vien": at.code} if whose else {}
                yield url_for(rule.endpoint, **known, **more)


@pytest.fixture
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))


@pytest.mark.both_databases
@pytest.mark.usefixtures("_quick_hashes")
@given(wild=SENT, seen=st.booleans())
@example(wild=everywhere("\0"), seen=True)
@example(wild=everywhere("a\0b"), seen=True)
@example(wild=everywhere("x" * 10_000), seen=True)
@example(wild=everywhere("9" * 5_000), seen=False)
@example(wild=everywhere(FILE), seen=True)
@example(wild=everywhere(None), seen=False)
@example(wild={"full_name": "王" * 150, "school": "王" * 150, "photo": "x"}, seen=True)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_posted_is_too_much(
    app: Flask,
    session: Session,
    client: PageClient,
    library: Library,
    ha: Clerk,
    wild: dict[str, object],
    seen: bool,
) -> None:
    """seen: the version of the card is the right one, where the others leave it alone."""
    row = asked(session, confirmed(session, people.adult(library)), ha)
    account_of(session, row).password_hash = passwords.hashed(PASSWORD)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = sign_in_device(session, row.account_id or 0, "", shared=False)
    here = {"REMOTE_ADDR": f"10.0.0.{next(_clients) % 250}"}
    csrf = hidden(client.get("/tai-khoan/mat-khau", environ_overrides=here).text)["csrf_token"]
    inside = client.get_cookie("session")
    assert inside is not None
    for path in addresses(app, values(session, library, row, ha), library):
        sound = child() if "/con" in path else adult()
        sound |= {**SOUND, "library": library.code}
        more = {"seen": str(row.version)} if seen else {}
        client.set_cookie("session", inside.decoded_value)
        sent = {**body(sound, wild), **more, "csrf_token": csrf}
        answer = client.post(
            path, data=sent, content_type="multipart/form-data", environ_overrides=here
        )
        assert answer.status_code < 500, path
