"""The ``portal`` command. Each feature brings its own sub-commands."""

import sys
from importlib import import_module
from importlib.util import find_spec

import click
from flask.cli import FlaskGroup

from portal.app import create_app
from portal.refusals import Refusal

# module: the commands it brings
COMMANDS = {
    "portal.manage": ("database", "settings"),
    "portal.libraries.cli": ("libraries",),
    "portal.catalogue.cli": ("import_command",),
    "portal.search.cli": ("index",),
    "portal.accounts.cli": ("accounts",),
    "portal.demo.cli": ("demo",),
}


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=False)
@click.version_option(package_name="portal")
def portal() -> None:
    """Cổng bạn đọc: mục lục liên hợp của các thư viện công cộng Hà Nội."""


def main() -> None:
    """Run the command; a refusal is one clear line, not a traceback."""
    try:
        portal(prog_name="portal")
    except Refusal as refusal:
        click.echo(f"portal: {refusal}", err=True)
        sys.exit(2)


def _add_commands() -> None:
    for module, names in COMMANDS.items():
        if find_spec(module.rpartition(".")[0]) is None or find_spec(module) is None:
            continue
        loaded = import_module(module)
        for name in names:
            portal.add_command(getattr(loaded, name))


_add_commands()
