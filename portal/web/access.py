"""Who may open what: declared on each view, enforced in one place.

A view carries ``@public``, ``@signed_in`` or ``@staff(…)`` under its route. The decorator only
marks it; ``enforce`` runs before every request, and an application with an unmarked route does not
start, so nothing is open because somebody forgot.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user

from portal.roles import STAFF, Role

View = TypeVar("View", bound=Callable[..., Any])

login_manager = LoginManager()

SIGN_IN = "accounts.sign_in"
_MARK = "_portal_access"


class Person(Protocol):
    """What access needs to know of whoever asks."""

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def roles(self) -> frozenset[Role]: ...


@dataclass(frozen=True)
class Access:
    """The declaration on a view: anyone, anyone signed in, or holders of one of ``roles``."""

    name: str
    sign_in: bool = False
    roles: frozenset[Role] = frozenset()

    def allows(self, person: Person) -> bool:
        if not self.sign_in:
            return True
        if not person.is_authenticated:
            return False
        return not self.roles or bool(self.roles & person.roles)


PUBLIC = Access("public")
SIGNED_IN = Access("signed_in", sign_in=True)


class UndeclaredRoutes(RuntimeError):
    """Routes without an access declaration; the application refuses to start."""


def public(view: View) -> View:
    """Anyone may open it."""
    return _mark(view, PUBLIC)


def signed_in(view: View) -> View:
    """Anyone with an account may open it; others are sent to sign in and come back."""
    return _mark(view, SIGNED_IN)


def staff(*roles: Role) -> Callable[[View], View]:
    """Holders of one of ``roles`` may open it; with none named, all staff."""
    wanted = frozenset(roles) or STAFF
    if not wanted <= STAFF:
        raise ValueError("a reader is not staff")
    access = Access("staff:" + ",".join(sorted(wanted)), sign_in=True, roles=wanted)
    return lambda view: _mark(view, access)


def access_of(view: Callable[..., Any]) -> Access | None:
    """What ``view`` declares, if it does."""
    return cast("Access | None", getattr(view, _MARK, None))


def person() -> Person:
    """Whoever asks; not signed in, somebody without roles."""
    return cast(Person, current_user)


def may(endpoint: str) -> bool:
    """Whether whoever asks may open ``endpoint``: for menus that show only what opens."""
    access = access_of(current_app.view_functions[endpoint])
    return access is not None and access.allows(person())


class Nobody:
    """Somebody who has not signed in."""

    is_authenticated = False
    is_active = False
    is_anonymous = True
    roles: frozenset[Role] = frozenset()

    def get_id(self) -> None:
        return None


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.anonymous_user = Nobody
    if login_manager._user_callback is None:  # until accounts give their own
        login_manager.user_loader(lambda user_id: None)
    app.before_request(enforce)
    app.jinja_env.globals.update(may=may)


def check_routes(app: Flask) -> None:
    """Refuse an application in which some route declares no access."""
    _mark(app.view_functions["static"], PUBLIC)
    missing = sorted(
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if access_of(app.view_functions[rule.endpoint]) is None
    )
    if missing:
        raise UndeclaredRoutes("no access declared for: " + ", ".join(missing))


def enforce() -> ResponseReturnValue | None:
    """Before every request: let through, send to sign in, or refuse."""
    if request.endpoint is None:
        return None  # no such page: the router answers
    access = access_of(current_app.view_functions[request.endpoint])
    if access is None:
        abort(403)
    if not access.sign_in or access.allows(person()):
        return None
    if person().is_authenticated:
        abort(403)
    if request.path.startswith("/api/") or SIGN_IN not in current_app.view_functions:
        abort(401)
    return to_sign_in()


def to_sign_in() -> ResponseReturnValue:
    """Whoever asks signs in first, and comes back."""
    return redirect(url_for(SIGN_IN, next=_came_for()))


def _came_for() -> str:
    """Where to come back to after signing in: never to the target of a form."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    referrer = urlsplit(request.referrer or "")
    return referrer.path if referrer.netloc == request.host else "/"


def _mark(view: View, access: Access) -> View:
    setattr(view, _MARK, access)
    return view
