"""Settings: where they come from, and what happens to one that cannot be used."""

import stat
from pathlib import Path
from threading import Barrier, Thread

import pytest

from portal.config import BadSetting, Settings


def load(instance: Path, **environ: str) -> Settings:
    return Settings.load({"PORTAL_INSTANCE": str(instance), **environ})


def test_nothing_set_is_enough(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.database == f"sqlite:///{tmp_path}/portal.sqlite"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "portal.toml").write_text('port = 9001\nhttps = true\ntrusted_hosts = ["a.vn"]\n')
    settings = load(tmp_path, PORTAL_PORT="9002")
    assert settings.port == 9002
    assert settings.https is True
    assert settings.trusted_hosts == ("a.vn",)


def test_a_bare_port_wins_over_both(tmp_path: Path) -> None:
    assert load(tmp_path, PORTAL_PORT="9002", PORT="9003").port == 9003


def test_an_empty_variable_is_no_setting(tmp_path: Path) -> None:
    assert load(tmp_path, PORTAL_PORT="", PORT="").port == 8000


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORTAL_PORT", "eighty"),
        ("PORTAL_PORT", "0"),
        ("PORTAL_PORT", "70000"),
        ("PORTAL_HTTPS", "maybe"),
        ("PORTAL_LOG_LEVEL", "LOUD"),
        ("PORTAL_TRUSTED_PROXIES", "-1"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(
    tmp_path: Path, variable: str, value: str
) -> None:
    with pytest.raises(BadSetting, match=variable):
        load(tmp_path, **{variable: value})


@pytest.mark.parametrize("content", ["port = ", "prot = 9000", 'host = ["a"]', "port = true"])
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "portal.toml").write_text(content)
    with pytest.raises(BadSetting):
        load(tmp_path)


@pytest.mark.parametrize("written", ["postgres://u@h/db", "postgresql://u@h/db"])
def test_any_way_to_write_postgresql_names_the_driver(tmp_path: Path, written: str) -> None:
    assert load(tmp_path, PORTAL_DATABASE_URL=written).database == "postgresql+psycopg://u@h/db"


KEYS = [("secret_key", "secret.key"), ("sealing_key", "sealing.key")]


@pytest.mark.parametrize(("name", "file"), KEYS)
def test_a_key_is_made_once_and_is_nobody_elses(tmp_path: Path, name: str, file: str) -> None:
    instance = tmp_path / "new" / "instance"
    first = getattr(load(instance).prepared().with_sealing_key(), name)
    assert len(first) >= 32
    assert getattr(load(instance).prepared().with_sealing_key(), name) == first
    assert getattr(load(instance).prepared(), name) == first
    assert stat.S_IMODE((instance / file).stat().st_mode) == 0o600
    assert sorted(path.name for path in instance.iterdir()) == ["sealing.key", "secret.key"]


def test_the_two_keys_are_two(tmp_path: Path) -> None:
    settings = load(tmp_path).prepared().with_sealing_key()
    assert settings.secret_key != settings.sealing_key


def test_no_sealing_key_is_made_unless_it_is_for_a_new_database(tmp_path: Path) -> None:
    """In place of a lost one it would open nothing, and nobody would notice."""
    assert load(tmp_path).prepared().sealing_key == ""
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_processes_that_start_together_agree_on_a_key(tmp_path: Path) -> None:
    barrier, keys = Barrier(8), []

    def start() -> None:
        barrier.wait()
        keys.append(load(tmp_path).prepared().with_sealing_key().sealing_key)

    threads = [Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


@pytest.mark.parametrize(("name", "file"), KEYS)
def test_a_damaged_key_is_refused(tmp_path: Path, name: str, file: str) -> None:
    (tmp_path / file).write_text("short")
    with pytest.raises(BadSetting, match=name):
        load(tmp_path).prepared()


def test_a_sealing_key_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="PORTAL_SEALING_KEY"):
        load(tmp_path, PORTAL_SEALING_KEY="thuvien").prepared()
