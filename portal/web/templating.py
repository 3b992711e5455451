"""How templates are kept together: they share the application's globals as they are.

Jinja lays a map of its own over them for each template and compares the two at every import. The
portal's templates have no globals of their own, and a page of results imports twelve times.
"""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment


class Templates(Environment):
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Before anything asks for the templates: an application makes its environment once."""
    app.jinja_environment = Templates
