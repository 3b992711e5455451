"""The migrations make exactly what the models say, on both databases."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.app import create_app
from portal.config import Settings
from portal.db import Base, db
from portal.migrating import alembic, migrate


@pytest.mark.both_databases
def test_the_migrated_database_is_what_the_models_say(database_url: str, tmp_path: Path) -> None:
    app = create_app(Settings(instance=tmp_path, database_url=database_url, secret_key="x" * 40))
    with app.app_context():
        assert alembic.compare_metadata() == []
        assert not alembic.needs_upgrade()
        db.engine.dispose()


@pytest.mark.both_databases
def test_every_table_has_a_migration_of_its_own(database_url: str, engine: sa.Engine) -> None:
    tables = set(sa.inspect(engine).get_table_names())
    assert tables == {"alembic_version", *Base.metadata.tables}


def test_migrations_go_back_and_forth(database_url: str, tmp_path: Path) -> None:
    app = create_app(Settings(instance=tmp_path, database_url=database_url, secret_key="x" * 40))
    with app.app_context():
        alembic.downgrade("base")
        assert set(sa.inspect(db.engine).get_table_names()) == {"alembic_version"}
        migrate()
        assert alembic.compare_metadata() == []
        db.engine.dispose()
