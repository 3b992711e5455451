"""`portal cards`: what an administrator asks on a terminal."""

from __future__ import annotations

from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards.acting import Clerk
from portal.cards.models import Borrower
from portal.cards.moving import state_of
from portal.cards.states import State
from portal.cli import portal
from portal.demo.borrowers import PARENT, READER, load_borrowers
from portal.libraries.models import Library
from portal.mail.models import Letter
from tests import make
from tests.cards import people


def run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(portal, ["cards", *words], obj=app)


def test_the_kinds_of_a_new_network(app: Flask, session: Session) -> None:
    assert run(app, "defaults").output == "Đã thêm 3 loại thẻ.\n"
    assert run(app, "defaults").output == ""
    shown = run(app, "show").output
    assert "ban-doc: Thẻ bạn đọc, 12 tháng, phí 0 đ" in shown
    assert "adult_age = 16" in shown
    assert "Không có thư viện" in run(app, "show", "--library", "XX").output


def test_ranges_are_opened_and_listed(app: Flask, session: Session) -> None:
    make.library(session, "KV-TAYHO")
    session.commit()
    assert run(app, "ranges", "--open", "KV-TAYHO", "--prefix", "2024").output == (
        "2024: KV-TAYHO, còn 1000000 số\n"
    )
    assert "2025: KV-TAYHO" in run(app, "ranges", "--open", "KV-TAYHO").output
    assert (
        "đã có thư viện dùng" in run(app, "ranges", "--open", "KV-TAYHO", "--prefix", "2024").output
    )
    assert "bốn chữ số" in run(app, "ranges", "--open", "KV-TAYHO", "--prefix", "24").output


def test_figures_by_month(app: Flask, session: Session, library: Library, ha: Clerk) -> None:
    people.active(session, ha, library)
    session.commit()
    assert "KV-TAYHO người lớn: cấp mới 1, gia hạn 0, cấp lại 0" in run(app, "figures").output
    assert run(app, "figures", "--from", "2020-01", "--to", "2020-02").output == ""


def test_the_demo_has_somebody_in_every_state(
    session: Session, library: Library, ha: Clerk, city: Clerk
) -> None:
    load_borrowers(session, ha, city, "xin chào thư viện")
    states = {state_of(row) for row in session.scalars(select(Borrower))}
    assert states == set(State) - {State.PURGED}
    accounts = session.scalars(select(Account).where(Account.email.in_((READER, PARENT))))
    assert all(one.password_hash for one in accounts)
    assert session.scalars(select(Letter)).all() == []
