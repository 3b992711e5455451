"""`portal sealing`: the key is changed with nobody else about, whole or not at all, and nothing is
forgotten without being asked.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal import keys as commands
from portal.cards.acting import Clerk
from portal.cli import portal
from portal.config import Settings
from portal.db import make_engine
from portal.key_mark import KeyMark
from portal.libraries.models import Library
from portal.mail.contents import Contents
from portal.mail.models import Letter
from portal.sealing import fingerprint, open_sealed
from tests.cards.sealed import There, everything, hashes, sealed
from tests.databases import SEALING_KEY

pytestmark = pytest.mark.both_databases

Run = Callable[..., Result]


@pytest.fixture
def there(session: Session, library: Library, ha: Clerk) -> There:
    return everything(session, library, ha)


@pytest.fixture
def run(app: Flask, session: Session, engine: Engine, there: There) -> Run:
    """A command with its answer given, once nobody else has the database open."""

    def invoke(*command: str) -> Result:
        session.close()
        engine.dispose()
        return CliRunner().invoke(portal, ["sealing", *command], obj=app)

    return invoke


def test_a_key_in_its_file_is_followed_by_the_next(
    app: Flask, session: Session, settings: Settings, run: Run
) -> None:
    settings.sealing_file.write_text(SEALING_KEY)
    done = run("rotate", "--yes")
    assert done.exit_code == 0, done.output
    following = settings.sealing_file.read_text()
    assert following != SEALING_KEY
    assert not settings.next_sealing_file.exists()
    (before,) = settings.instance.glob("sealing.key.until-*")
    assert before.read_text() == SEALING_KEY
    assert {stat.S_IMODE(one.stat().st_mode) for one in (settings.sealing_file,)} == {0o600}
    assert "mã dự phòng" in done.output
    assert session.scalars(select(KeyMark.fingerprint)).one() == fingerprint(following)
    for text, purpose in sealed(session):
        assert open_sealed(text, following, purpose=purpose)
    refused = run("status")  # the application still has the key before
    assert refused.exit_code == 1


def test_one_that_is_set_is_to_be_set_by_hand(
    session: Session, settings: Settings, run: Run
) -> None:
    done = run("rotate", "--yes")
    assert done.exit_code == 0, done.output
    assert str(settings.next_sealing_file) in done.output
    assert "PORTAL_SEALING_KEY" in done.output
    following = settings.next_sealing_file.read_text()
    assert session.scalars(select(KeyMark.fingerprint)).one() == fingerprint(following)


def test_cut_short_it_is_finished_and_nothing_accepted_meanwhile(
    app: Flask, settings: Settings, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.sealing_file.write_text(SEALING_KEY)
    with monkeypatch.context() as power:
        power.setattr(commands, "_put_in_place", _cut)
        assert isinstance(run("rotate", "--yes").exception, KeyboardInterrupt | SystemExit)
    following = settings.next_sealing_file.read_text()
    assert settings.sealing_file.read_text() == SEALING_KEY
    for command in (["status"], ["accept-new-key", "--yes"]):
        refused = run(*command)
        assert refused.exit_code == 1
        assert "portal sealing rotate" in refused.output
    assert run("rotate", "--yes").exit_code == 0
    assert settings.sealing_file.read_text() == following


def test_a_key_that_is_set_goes_before_a_file_that_holds_the_same(
    app: Flask, session: Session, settings: Settings, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is left alone then; and a right key in it is not given up for a wrong one set."""
    settings.sealing_file.write_text(SEALING_KEY)
    monkeypatch.setenv("PORTAL_SEALING_KEY", SEALING_KEY)
    done = run("rotate", "--yes")
    assert "PORTAL_SEALING_KEY" in done.output
    assert settings.sealing_file.read_text() == SEALING_KEY
    settings.next_sealing_file.replace(settings.sealing_file)
    before = hashes(session)
    for command in (["status"], ["accept-new-key", "--yes"]):
        refused = run(*command)
        assert refused.exit_code == 1
        assert "Khóa đúng nằm trong tệp ấy" in refused.output
    assert hashes(session) == before


def test_a_second_change_makes_another_key(
    app: Flask, session: Session, settings: Settings, run: Run
) -> None:
    """Also where the one before was set by hand and its file left lying."""
    run("rotate", "--yes")
    first = settings.next_sealing_file.read_text()
    app.config["PORTAL"] = replace(settings, sealing_key=first)
    assert run("rotate", "--yes").exit_code == 0
    second = settings.next_sealing_file.read_text()
    assert second != first
    assert session.scalars(select(KeyMark.fingerprint)).one() == fingerprint(second)


def test_not_while_others_have_the_database_open(
    session: Session, engine: Engine, settings: Settings, run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A server that goes on with the old key would seal with it."""
    monkeypatch.setattr("portal.alone.PATIENCE", 0.1)
    url = engine.url.render_as_string(hide_password=False)
    server = make_engine(url)
    with server.connect() as idle:
        idle.execute(select(KeyMark))
        idle.rollback()
        for command in ("rotate", "accept-new-key"):
            refused = run(command, "--yes")
            assert refused.exit_code == 1
            assert "Dừng máy chủ" in refused.output
    server.dispose()
    assert session.scalars(select(KeyMark.fingerprint)).one() == fingerprint(SEALING_KEY)
    assert not settings.next_sealing_file.exists()


def test_nothing_is_lost_without_being_asked(
    app: Flask, session: Session, settings: Settings, run: Run
) -> None:
    app.config["PORTAL"] = replace(settings, sealing_key="")
    before = hashes(session)
    refused = run("accept-new-key")
    assert refused.exit_code == 1
    assert "số giấy tờ" in refused.output
    assert hashes(session) == before
    assert not settings.sealing_file.exists()


def test_a_new_key_is_made_and_said_what_was_lost(
    app: Flask, session: Session, settings: Settings, run: Run
) -> None:
    app.config["PORTAL"] = replace(settings, sealing_key="")
    done = run("accept-new-key", "--yes")
    assert done.exit_code == 0, done.output
    key = settings.sealing_file.read_text()
    assert session.scalars(select(KeyMark.fingerprint)).one() == fingerprint(key)
    assert "Mất 5 số giấy tờ" in done.output
    assert "Mất 2 xác thực hai lớp" in done.output


def test_the_right_key_loses_nothing(session: Session, run: Run) -> None:
    before = hashes(session)
    done = run("accept-new-key", "--yes")
    assert done.exit_code == 0, done.output
    assert "không có gì mất" in done.output
    assert hashes(session) == before


def test_what_another_key_sealed_is_named_before_it_is_forgotten(
    session: Session, run: Run
) -> None:
    letter = session.scalars(select(Letter).limit(1)).one()
    letter.contents = Contents("lan@example.vn", {}).sealed("a third key that nobody knows of")
    session.commit()
    refused = run("rotate", "--yes")
    assert refused.exit_code == 1
    assert "letter.contents" in refused.output
    assert run("rotate", "--yes", "--forget-unreadable").exit_code == 0


def _cut(*_: object) -> None:
    raise KeyboardInterrupt
