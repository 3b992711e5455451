"""How much one client may ask for, so that a crawler leaves room for readers.

Over the budget the answer is 429 with the time to come back; never a puzzle. Budgets are settings.
"""

from collections.abc import Callable
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits import parse_many
from limits.errors import ConfigurationError
from limits.storage import storage_from_string

from portal import clock
from portal.config import BadSetting, Settings
from portal.web import windows

View = TypeVar("View", bound=Callable[..., Any])


def client() -> str:
    """Who a budget belongs to: an IPv4 address, or the /64 an IPv6 client may move about in."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address) >> 64 << 64, 64)))
    return str(address)


limiter = Limiter(key_func=client, headers_enabled=True)


def _shared(setting: str) -> Callable[[View], View]:
    """A decorator: views that carry it draw on one budget, whose size is ``setting``."""

    def size() -> str:
        return cast(str, current_app.config[setting.upper()])

    return cast(Callable[[View], View], limiter.shared_limit(size, scope=setting))


crawl_budget = _shared("crawl_budget")
api_budget = _shared("api_budget")
sign_in_budget = _shared("sign_in_budget")

BUDGETS = ("crawl_budget", "api_budget", "sign_in_budget")


def init_app(app: Flask, settings: Settings) -> None:
    for name in BUDGETS:
        app.config[name.upper()] = _checked(name, getattr(settings, name))
    app.config["RATELIMIT_STORAGE_URI"] = _storage(settings.limits_storage)
    app.config["RATELIMIT_STRATEGY"] = "moving-window"
    app.config["RATELIMIT_SWALLOW_ERRORS"] = True  # a lost counter closes no library
    limiter.init_app(app)


def seconds_to_wait() -> int | None:
    """How long until the budget this request ran out of has room again."""
    breached = limiter.current_limit
    if breached is None:
        return None
    return max(1, ceil(breached.reset_at - clock.now().timestamp()))


def _checked(name: str, budget: str) -> str:
    try:
        parse_many(budget)
    except ValueError as error:
        raise BadSetting(name, f"{budget!r} is no budget; write one as '60 per minute'") from error
    return budget


def _storage(address: str) -> str:
    if address.startswith("memory:"):
        address = f"{windows.SCHEME}://"
    try:
        storage_from_string(address)
    except ConfigurationError as error:
        raise BadSetting("limits_storage", f"{address!r} cannot be used: {error}") from error
    return address
