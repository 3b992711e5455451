"""Accounts are made on the command line; the password is asked for and never part of it."""

from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.service import authenticate
from portal.cli import portal
from tests import make

PASSWORD = "một mật khẩu dài"


def create(app: Flask, *words: str, password: str = PASSWORD) -> Result:
    return CliRunner().invoke(
        portal, ["accounts", "create", *words], obj=app, input=f"{password}\n{password}\n"
    )


def test_an_account_is_made_and_works(app: Flask, session: Session) -> None:
    here = make.library(session, "KV-A")
    session.commit()
    made = create(app, "lan@thuvien.vn", "--name", "Lan", "--library", "kv-a")
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    assert authenticate(session, "lan@thuvien.vn", PASSWORD).library_id == here.id


def test_what_cannot_be_made_is_told_why(app: Flask) -> None:
    assert "KV-X" in create(app, "a@b.vn", "--name", "A", "--library", "KV-X").output
    assert "email" in create(app, "a", "--name", "A").output
    assert "10" in create(app, "a@b.vn", "--name", "A", password="ngắn").output
