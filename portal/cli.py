"""The ``portal`` command. Each feature brings its own sub-commands."""

import sqlite3
from types import ModuleType
from typing import Any

import click
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from portal import __version__, first_run, manage, serve
from portal.accounts import cli as accounts
from portal.app import create_app
from portal.cards import cli as cards
from portal.catalogue import cli as catalogue
from portal.demo import cli as demo
from portal.jobs import cli as jobs
from portal.libraries import cli as libraries
from portal.mail import cli as mail
from portal.no_room import no_room
from portal.refusals import Refusal
from portal.search import cli as search
from portal.web.refusals import Unexplained, explain

# Modules that bring commands: each of their own commands that stands in no group of theirs.
COMMANDS = (
    first_run,
    manage,
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


class Portal(click.Group):
    """Says a refusal, and a full disk, in one clear message instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.ClickException(told(refusal)) from refusal
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            full = no_room(error, current_app.config["PORTAL"].database) if current_app else None
            if full is None:
                raise
            raise click.ClickException(told(full)) from error


@click.group(cls=Portal, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="portal")
@click.pass_context
def portal(ctx: click.Context) -> None:
    """Cổng bạn đọc: mục lục liên hợp của các thư viện công cộng Hà Nội."""
    app = ctx.obj if isinstance(ctx.obj, Flask) else create_app()  # a test brings its own
    ctx.with_resource(app.app_context())


def main() -> None:
    portal(prog_name="portal")


def told(refusal: Refusal) -> str:
    """What a refusal says on a terminal."""
    try:
        text = explain(refusal)
    except Unexplained:
        return str(refusal)
    return f"{text.title.rstrip('.')}. {text.rule} {text.next_step}"


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
