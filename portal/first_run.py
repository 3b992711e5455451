"""``portal setup``: from a bare instance folder to a portal that can be served, skipping what is
done.
"""

import click
import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.db import Base, db
from portal.key_mark import KeyMark
from portal.migrating import migrate


@click.command()
@click.option("--demo/--no-demo", default=True, help="Nạp dữ liệu mẫu nếu cơ sở dữ liệu trống.")
@click.pass_context
def setup(ctx: click.Context, demo: bool) -> None:
    """Chuẩn bị để chạy: cơ sở dữ liệu, dữ liệu mẫu lần đầu, chỉ mục tìm kiếm."""
    settings: Settings = current_app.config["PORTAL"]
    migrate()
    if demo and is_empty(db.session):
        db.session.close()  # nothing may be read from before the load
        run(ctx, "demo", "load")
    db.session.close()
    run(ctx, "cards", "defaults")
    if has_index(settings):
        run(ctx, "index", "update")
    else:
        run(ctx, "index", "build")
    run(ctx, "demo", "accounts")


def run(ctx: click.Context, *names: str) -> None:
    """Invoke another command of ``portal`` by its name, if that feature is installed."""
    command: click.Command | None = ctx.find_root().command
    for name in names:
        command = command.get_command(ctx, name) if isinstance(command, click.Group) else None
    if command is not None:
        ctx.invoke(command)


def is_empty(session: Session) -> bool:
    """Whether no table holds a row, but for the mark of the key that every database has."""
    return not any(
        session.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first()
        for table in Base.metadata.sorted_tables
        if table.name != KeyMark.__tablename__
    )


def has_index(settings: Settings) -> bool:
    folder = settings.index_folder
    return folder.is_dir() and any(folder.iterdir())
