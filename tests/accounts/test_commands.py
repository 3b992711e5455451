"""Accounts of staff are looked after on the command line; no password is ever part of it."""

import re

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.second_factor import begin, has_second_factor
from portal.cli import portal
from tests import make
from tests.accounts.lan import NEW, PASSWORD, is_in, sign_in
from tests.pages import PageClient

HOA = "hoa@thuvien.vn"


def run(app: Flask, *words: str, given: str = "") -> Result:
    return CliRunner().invoke(portal, ["accounts", *words], obj=app, input=given)


def create(app: Flask, *words: str, password: str = PASSWORD) -> Result:
    return run(app, "create", *words, given=f"{password}\n{password}\n")


def test_an_account_is_made_and_works(app: Flask, client: PageClient, session: Session) -> None:
    make.library(session, "KV-A")
    session.commit()
    made = create(app, HOA, "--name", "Hoa", "--library", "kv-a")
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    assert sign_in(client, HOA) == 303
    assert f"{HOA}\tHoa\tlibrarian\tKV-A\tmột lớp" in run(app, "list").output


def test_what_cannot_be_made_is_told_why(app: Flask, hoa: Account) -> None:
    assert "KV-X" in create(app, "a@b.vn", "--name", "A", "--library", "KV-X").output
    assert "email" in create(app, "a", "--name", "A").output
    assert "10" in create(app, "a@b.vn", "--name", "A", password="ngắn").output
    assert "Đã có tài khoản" in create(app, HOA, "--name", "A").output
    assert "khongco@b.vn" in run(app, "link", "khongco@b.vn").output


def test_a_link_for_who_gets_no_mail(app: Flask, client: PageClient, hoa: Account) -> None:
    found = re.search(r"http://127.0.0.1:8000(/mat-khau-moi/\S+)", run(app, "link", HOA).output)
    assert found
    assert client.send(found[1], password=NEW, again=NEW).status_code == 303
    assert sign_in(client, HOA, NEW) == 303


@pytest.mark.parametrize(
    "words", [("sign-out", HOA), ("role", HOA, "head"), ("close", HOA, "--yes")]
)
def test_these_sign_out_at_once(
    app: Flask, client: PageClient, hoa: Account, words: tuple[str, ...]
) -> None:
    sign_in(client, HOA)
    done = run(app, *words)
    assert done.exit_code == 0, done.output
    assert not is_in(client)


def test_the_second_factor_of_a_lost_phone(app: Flask, session: Session, hoa: Account) -> None:
    begin(session, hoa.id)
    session.commit()
    assert run(app, "second-factor-off", HOA).exit_code == 0
    session.expire_all()
    assert not has_second_factor(session, hoa.id)
