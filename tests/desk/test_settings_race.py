"""Several save settings at the same moment: one result, the others are told or saw it done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.cards.kinds import kind_of
from portal.cards.models import SettingChange
from portal.roles import Role
from tests import make
from tests.desk.conftest import Two
from tests.desk.settings import NEW_KIND, edit, fields
from tests.pages import PageClient
from tests.people import signed_in

pytestmark = pytest.mark.both_databases

READER, NEW = "/quay/the/loai/ban-doc", "/quay/the/loai-moi"
DESKS = 4


def browsers(app: Flask, session: Session, two: Two) -> list[PageClient]:
    found = [
        signed_in(app, session, make.account(session, f"Minh {number}", Role.HEAD, at=two.tay_ho))
        for number in range(DESKS)
    ]
    session.commit()
    for one in found:
        one.session = None  # a session is one thread's
    return found


def at_once(sent: list[tuple[PageClient, str, dict[str, list[str]]]]) -> list[int]:
    gate = Barrier(len(sent))

    def send(browser: PageClient, path: str, data: dict[str, list[str]]) -> int:
        gate.wait()
        return browser.post(path, data=data).status_code

    with ThreadPoolExecutor(len(sent)) as pool:
        return sorted(pool.map(lambda one: send(*one), sent))


def test_different_fees_one_is_saved(app: Flask, session: Session, two: Two) -> None:
    people = browsers(app, session, two)
    sent = [
        (one, READER, fields(edit(one, READER, fee=str(1000 * (number + 1)))))
        for number, one in enumerate(people)
    ]
    assert at_once(sent) == [303] + [409] * (DESKS - 1)
    session.expire_all()
    assert session.query(SettingChange).count() == 1
    kind = kind_of(session, two.tay_ho.id, "ban-doc")
    assert kind is not None
    assert str(kind.fee) == session.query(SettingChange).one().new


def test_the_same_fee_is_saved_once(app: Flask, session: Session, two: Two) -> None:
    people = browsers(app, session, two)
    sent = [(one, READER, fields(edit(one, READER, fee="5000"))) for one in people]
    assert at_once(sent) == [303] * DESKS
    session.expire_all()
    assert session.query(SettingChange).count() == 1


def test_the_same_new_kind_is_one(app: Flask, session: Session, two: Two) -> None:
    people = browsers(app, session, two)
    sent = []
    for one in people:
        page = one.get(NEW).text
        token = fields(page)["csrf_token"]
        sent.append((one, NEW, {"csrf_token": token, **{k: [v] for k, v in NEW_KIND.items()}}))
    assert at_once(sent) == [303] * DESKS
    session.expire_all()
    assert kind_of(session, two.tay_ho.id, "the-luu-dong") is not None
    assert session.query(SettingChange).count() == 1
