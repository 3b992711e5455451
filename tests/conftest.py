"""What every test stands on: an application, a database of its own, a client that checks pages.

A test gets a database only by asking for one (``session``, ``app``, ``client``, ``database_url``);
any other that reaches for one fails. No test talks to the network beyond this machine.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import settings as hypothesis_settings
from sqlalchemy.orm import Session

from portal import db as database
from portal.app import create_app
from portal.config import Settings
from tests import compiled, databases, guards
from tests.pages import PageClient

hypothesis_settings.register_profile("portal", derandomize=True, deadline=None)
hypothesis_settings.load_profile("portal")

SEALING_KEY = databases.SEALING_KEY

DATABASE_FIXTURES = {"session", "app", "client", "database_url", "engine", "migrated_file"}


def pytest_collection_finish() -> None:
    """Garbage is sought among what tests make, and not again and again among all that was imported.

    Thrice the processor's time of a collection, as often as before, was a quarter of the suite.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests marked ``both_databases`` twice."""
    if "database_kind" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_databases") is not None
        kinds = ["sqlite", "postgresql"] if both else ["sqlite"]
        metafunc.parametrize("database_kind", kinds, indirect=True)


@pytest.fixture(autouse=True, scope="session")
def _compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        compiled.share(monkeypatch)
        yield


@pytest.fixture(autouse=True)
def _no_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that asks for no database cannot reach one."""
    if not DATABASE_FIXTURES & set(request.fixturenames):
        guards.forbid_databases(monkeypatch)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves this machine, and no mail is sent even on it."""
    guards.forbid_network(monkeypatch)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's own settings must not change what a test sees."""
    for name in list(os.environ):
        if name.startswith("PORTAL_") and not name.startswith("PORTAL_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.delenv("PORT", raising=False)


@pytest.fixture(scope="session")
def template_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, made once; every test gets a copy."""
    path = tmp_path_factory.mktemp("template") / "portal.sqlite"
    databases.migrate_url(f"sqlite:///{path}", path.parent)
    return path


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Name of a migrated, empty PostgreSQL database, made once and dropped at the end."""
    with databases.postgres_template(tmp_path_factory.mktemp("postgres")) as name:
        yield name


@pytest.fixture(scope="session")
def postgres_database(postgres_template: str) -> Iterator[tuple[str, frozenset[str]]]:
    """URL and tables of one copy, for one test after another."""
    with databases.postgres_copy(postgres_template) as url:
        yield url, databases.tables_of(url)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """``"sqlite"`` or ``"postgresql"``."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, database_kind: str, tmp_path: Path
) -> Iterator[str]:
    """URL of a migrated, empty database of this test's own."""
    if database_kind == "sqlite":
        template = request.getfixturevalue("template_file")
        yield databases.copy_sqlite(template, tmp_path / "portal.sqlite")
        return
    url, tables = request.getfixturevalue("postgres_database")
    databases.empty_postgres(url, tables)
    yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a small installation in a folder of its own."""
    return Settings(
        instance=tmp_path / "instance",
        database_url=database_url,
        secret_key="only for tests, never anywhere else",
        sealing_key=SEALING_KEY,
        crawl_budget="100000 per minute",
        api_budget="100000 per minute",
        sign_in_budget="100000 per minute",
        log_level="WARNING",
    )


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    engine = database.make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: sa.Engine) -> Iterator[Session]:
    """A session on the test's database. ``client`` commits it before each request."""
    with Session(engine, info={database.SEALING_KEY: SEALING_KEY}) as session:
        yield session


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=True)
    with app.app_context():
        database.db.session.connection()  # looks at the key once: no test counts these statements
    yield app
    with app.app_context():
        for engine in database.db.engines.values():
            engine.dispose()


@pytest.fixture
def client(app: Flask, session: Session) -> PageClient:
    """A browser without scripts that judges every page it is given; see ``tests.pages``."""
    return PageClient.of(app, session)
