"""Commands that look after an installation: set it up, move its database, serve it."""

from typing import cast

import click
from flask import current_app

from portal.config import Settings, environment_name, settable
from portal.migrating import alembic, migrate


@click.group()
def database() -> None:
    """Cơ sở dữ liệu: nâng cấp cấu trúc, xem phiên bản."""


@database.command()
def upgrade() -> None:
    """Đưa cấu trúc cơ sở dữ liệu lên bản mới nhất; dữ liệu giữ nguyên."""
    migrate()


@database.command()
@click.option("-m", "--message", required=True, help="What the revision changes, in English.")
def revision(message: str) -> None:
    """Write a migration that turns the database into what the models say (for developers)."""
    for script in alembic.revision(message):
        if script is not None:
            click.echo(script.path)


@database.command()
def status() -> None:
    """Cho biết phiên bản cấu trúc đang dùng và có cần nâng cấp không."""
    current = ", ".join(script.revision for script in alembic.current()) or "–"
    behind = alembic.needs_upgrade()
    click.echo(f"{current} {'(cần nâng cấp: portal database upgrade)' if behind else '(mới nhất)'}")


@click.command()
def settings() -> None:
    """Liệt kê mọi thiết lập và giá trị đang dùng (trừ khóa và mật khẩu)."""
    current = cast(Settings, current_app.config["PORTAL"])
    for declared in settable():
        value = getattr(current, declared.name)
        if value and declared.metadata.get("secret"):
            value = "***"
        click.echo(f"{environment_name(declared.name)}={value}\n    {declared.metadata['help']}")
