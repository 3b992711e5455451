"""The ``portal`` command. Each feature brings its own sub-commands."""

import sqlite3
from types import ModuleType
from typing import Any

import click
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from portal import __version__, first_run, keys, manage, serve
from portal.accounts import cli as accounts
from portal.app import create_app
from portal.cards import cli as cards
from portal.catalogue import cli as catalogue
from portal.db import db
from portal.demo import cli as demo
from portal.jobs import cli as jobs
from portal.key_mark import ensure
from portal.libraries import cli as libraries
from portal.mail import cli as mail
from portal.no_room import no_room
from portal.refusals import Refusal
from portal.search import cli as search
from portal.web.refusals import in_one_line

# Modules that bring commands: each of their own commands that stands in no group of theirs.
COMMANDS = (
    first_run,
    manage,
    keys,
    serve,
    jobs,
    mail,
    libraries,
    catalogue,
    search,
    accounts,
    cards,
    demo,
)

# Commands that need no sealing key, or look to it themselves.
WITHOUT_KEY = frozenset({"settings", "setup", "database", "sealing", "import-template"})
HELP = ("-h", "--help")


class Portal(click.Group):
    """Says a refusal, and a full disk, in one clear message instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        ctx.meta[__name__] = not set(HELP).isdisjoint(ctx.args)
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.ClickException(in_one_line(refusal)) from refusal
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            full = no_room(error, current_app.config["PORTAL"].database) if current_app else None
            if full is None:
                raise
            raise click.ClickException(in_one_line(full)) from error


@click.group(cls=Portal, context_settings={"help_option_names": list(HELP)})
@click.version_option(__version__, prog_name="portal")
@click.pass_context
def portal(ctx: click.Context) -> None:
    """Cổng bạn đọc: mục lục liên hợp của các thư viện công cộng Hà Nội."""
    app = ctx.obj if isinstance(ctx.obj, Flask) else create_app()  # a test brings its own
    ctx.with_resource(app.app_context())
    asks_for_help = ctx.meta[__name__]
    if ctx.invoked_subcommand not in WITHOUT_KEY and not asks_for_help:
        ensure(db.engine, app.config["PORTAL"])


def main() -> None:
    portal(prog_name="portal")


def commands_of(module: ModuleType) -> list[click.Command]:
    """The commands a module defines, without those inside one of its groups."""
    found = {
        id(one): one
        for one in vars(module).values()
        if isinstance(one, click.Command)
        and one.callback is not None
        and one.callback.__module__ == module.__name__
    }
    inside = {
        id(child)
        for one in found.values()
        if isinstance(one, click.Group)
        for child in one.commands.values()
    }
    return [one for key, one in found.items() if key not in inside]


for module in COMMANDS:
    for command in commands_of(module):
        portal.add_command(command)
