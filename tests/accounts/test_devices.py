"""The devices somebody is signed in with."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.jobs import forget
from portal.accounts.models import Account, Device
from portal.accounts.user_agents import device_label
from portal.config import Settings
from tests.accounts.lan import is_in, sign_in
from tests.pages import PageClient
from tests.people import signed_in

pytestmark = pytest.mark.usefixtures("lan")

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (PHONE, "Samsung Internet · Android"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko Firefox/130.0", "Firefox · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/128.0 Safari/537.36 Edg/128.0", "Edge · Windows"),
        ("curl/8.5.0", ""),
        ("", ""),
        ("x" * 10_000, ""),
    ],
)  # fmt: skip
def test_a_device_is_called_what_its_owner_calls_it(agent: str, label: str) -> None:
    assert device_label(agent) == label


def test_the_list_says_which_and_when(client: PageClient, another: PageClient) -> None:
    with time_machine.travel("2026-11-26T09:40:00+07:00", tick=False) as clock:
        another.environ_base["HTTP_USER_AGENT"] = PHONE
        sign_in(another)
        clock.move_to("2026-11-28T14:55:00+07:00")
        sign_in(client)
        page = client.get("/tai-khoan/thiet-bi").text
    assert "Samsung Internet · Android" in page
    assert "26/11/2026" in page
    assert "hôm nay, 14 giờ" in page
    assert page.count("máy này") == 1


@pytest.mark.both_databases
def test_one_is_signed_out_at_its_next_request(
    client: PageClient, another: PageClient, session: Session
) -> None:
    sign_in(another)
    sign_in(client)
    other = session.scalars(select(Device.id).order_by(Device.id)).first()
    client.send(f"/tai-khoan/thiet-bi/{other}/dang-xuat", "/tai-khoan/thiet-bi")
    assert not is_in(another)
    assert is_in(client)


def test_all_others_are(client: PageClient, app: Flask, session: Session, lan: Account) -> None:
    others = [signed_in(app, session, lan) for _ in range(3)]
    sign_in(client)
    client.send("/tai-khoan/thiet-bi/dang-xuat-het", "/tai-khoan/thiet-bi")
    assert [is_in(one) for one in others] == [False] * 3
    assert is_in(client)


def test_nobody_signs_another_out(
    client: PageClient, another: PageClient, session: Session, hoa: Account
) -> None:
    sign_in(another, "hoa@thuvien.vn")
    hers = session.scalars(select(Device.id)).one()
    sign_in(client)
    client.send(f"/tai-khoan/thiet-bi/{hers}/dang-xuat", "/tai-khoan/thiet-bi")
    assert is_in(another)


def test_a_readers_own_device_lasts_for_weeks_of_silence_and_no_longer(
    client: PageClient, settings: Settings
) -> None:
    with time_machine.travel("2026-11-01T09:00:00+07:00", tick=False) as clock:
        sign_in(client)
        for _ in range(3):
            clock.shift(20 * 24 * 3600)
            assert is_in(client)
        clock.shift((settings.reader_session_days * 24 + 1) * 3600)
        assert not is_in(client)


def test_staff_are_out_the_next_day(client: PageClient, hoa: Account, settings: Settings) -> None:
    with time_machine.travel("2026-11-01T09:00:00+07:00", tick=False) as clock:
        sign_in(client, "hoa@thuvien.vn")
        clock.shift(settings.session_hours * 3600)
        assert is_in(client)
        clock.shift((settings.session_hours + 1) * 3600)
        assert not is_in(client)


@pytest.mark.both_databases
def test_the_hour_is_noted_once_an_hour(client: PageClient, session: Session) -> None:
    with time_machine.travel("2026-11-28T09:10:00+07:00", tick=False) as clock:
        sign_in(client)
        seen = []
        for _ in range(3):
            is_in(client)
            session.expire_all()
            seen.append(session.scalars(select(Device.seen_at)).one().minute)
            seen.append(session.scalars(select(Device.seen_at)).one().hour)
            clock.shift(30 * 60)
    assert seen == [0, 2, 0, 2, 0, 3]  # in UTC


def test_silent_devices_are_forgotten(
    client: PageClient, session: Session, settings: Settings
) -> None:
    with time_machine.travel("2026-11-01T09:00:00+07:00", tick=False) as clock:
        sign_in(client)
        clock.shift(30 * 24 * 3600)
        forget(session, settings)
        assert len(session.scalars(select(Device)).all()) == 1
        clock.shift(2 * 3600)
        assert forget(session, settings) == 1
        assert session.scalars(select(Device)).all() == []
