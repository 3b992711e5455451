"""Two at once, and what may happen once happens once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pyotp
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.accounts.forgotten import choose_password
from portal.accounts.links import LinkDead, make_link
from portal.accounts.models import Account
from portal.accounts.names import NameTaken, add_name
from portal.accounts.second_factor import WrongCode, begin, check_code, confirm, secret_begun
from portal.accounts.secrets_models import LinkKind
from portal.accounts.service import create_account
from portal.clock import now
from portal.db import SEALING_KEY as INFO
from portal.db import session_scope
from portal.mail.models import Letter
from portal.refusals import Refusal
from portal.roles import Role
from tests.accounts.lan import NEW
from tests.conftest import SEALING_KEY

pytestmark = pytest.mark.both_databases

AT_ONCE = 4


def race(engine: sa.Engine, act: Callable[[Session, int], object]) -> list[type[Refusal] | None]:
    """What each of four is refused who do the same at the same moment."""
    ready = Barrier(AT_ONCE)

    def one(number: int) -> type[Refusal] | None:
        ready.wait()
        try:
            with session_scope(engine, info={INFO: SEALING_KEY}) as session:
                act(session, number)
        except Refusal as refused:
            return type(refused)
        return None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_one_link_one_password(engine: sa.Engine, session: Session, lan: Account) -> None:
    token = make_link(session, lan.id, LinkKind.PASSWORD)
    session.commit()
    said = race(engine, lambda mine, number: choose_password(mine, token, f"{NEW} {number}"))
    assert sorted(map(str, said)) == sorted(map(str, [None, LinkDead, LinkDead, LinkDead]))


def test_one_recovery_code_one_way_in(engine: sa.Engine, session: Session, hoa: Account) -> None:
    begin(session, hoa.id)
    made = confirm(session, hoa, pyotp.TOTP(secret_begun(session, hoa.id) or "").at(now()))
    session.commit()
    hoa_id = hoa.id
    said = race(engine, lambda mine, _: check_code(mine, mine.get_one(Account, hoa_id), made[0]))
    assert said.count(None) == 1
    assert said.count(WrongCode) == AT_ONCE - 1


def test_one_code_of_the_app_one_way_in(engine: sa.Engine, session: Session, hoa: Account) -> None:
    begin(session, hoa.id)
    totp = pyotp.TOTP(secret_begun(session, hoa.id) or "")
    confirm(session, hoa, totp.at(now().timestamp() - 30))
    hoa_id = hoa.id
    session.commit()
    code = totp.at(now())
    said = race(engine, lambda mine, _: check_code(mine, mine.get_one(Account, hoa_id), code))
    assert said.count(None) == 1
    assert said.count(WrongCode) == AT_ONCE - 1


def test_one_code_switches_it_on_and_all_see_the_same_recovery_codes(
    engine: sa.Engine, session: Session, hoa: Account
) -> None:
    begin(session, hoa.id)
    code = pyotp.TOTP(secret_begun(session, hoa.id) or "").at(now())
    hoa_id, seen = hoa.id, []
    session.commit()

    def act(mine: Session, number: int) -> None:
        seen.append(tuple(confirm(mine, mine.get_one(Account, hoa_id), code)))

    assert race(engine, act) == [None] * AT_ONCE
    assert len(seen) == AT_ONCE
    assert len(set(seen)) == 1
    assert [one.kind for one in session.scalars(sa.select(Letter))] == ["second_factor_on"]


def test_one_address_one_account(engine: sa.Engine) -> None:
    def act(mine: Session, number: int) -> None:
        create_account(mine, name=f"Lan {number}", role=Role.READER, email="lan@example.vn")

    said = race(engine, act)
    assert said.count(None) == 1
    assert said.count(NameTaken) == AT_ONCE - 1


def test_one_number_one_account(engine: sa.Engine, session: Session) -> None:
    made = [
        create_account(session, name=f"Lan {number}", role=Role.READER).id
        for number in range(AT_ONCE)
    ]
    session.commit()

    def act(mine: Session, number: int) -> None:
        add_name(mine, mine.get_one(Account, made[number]), "HN 77")

    said = race(engine, act)
    assert said.count(None) == 1
    assert said.count(NameTaken) == AT_ONCE - 1
