"""Puts the portal together: settings, extensions, features, error pages."""

from inspect import iscoroutinefunction

from flask import Blueprint, Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import db as database
from portal import i18n, key_mark, migrating
from portal.accounts import resealing as _account_keys  # noqa: F401 - whoever seals can reseal
from portal.accounts import views as accounts
from portal.accounts.signing import lasting
from portal.cards import refusal_texts as _card_texts  # noqa: F401 - whoever refuses has a text
from portal.cards import reminding as _card_letters  # noqa: F401 - run wherever jobs are
from portal.cards import resealing as _card_keys  # noqa: F401 - whoever seals can reseal
from portal.cards import retention as _card_jobs  # noqa: F401 - as above
from portal.cards import views as cards
from portal.catalogue import views as catalogue
from portal.config import Settings
from portal.desk import views as desk
from portal.home import views as home
from portal.jobs import models as _jobs  # noqa: F401 - no page asks for its table
from portal.libraries import views as libraries
from portal.logs import set_up_logs
from portal.mail import resealing as _mail_keys  # noqa: F401 - whoever seals can reseal
from portal.mail import setup as mail
from portal.search import api as search_api
from portal.search import views as search
from portal.web import (
    access,
    addresses,
    assets,
    errors,
    headers,
    limits,
    remembered,
    requests,
    templating,
)
from portal.web import views as web

# Every feature's pages, lower features first. With them come all tables.
PAGES = (web, libraries, catalogue, accounts, search, search_api, cards, desk, home)

csrf = CSRFProtect()


def create_app(settings: Settings | None = None) -> Flask:
    """The application for ``settings``, by default those of the environment and the file."""
    settings = (settings or Settings.load()).prepared()
    app = Flask("portal", instance_path=str(settings.instance))
    templating.init_app(app)
    configure(app, settings)
    set_up_logs(settings.log_level)
    init_extensions(app, settings)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    access.check_routes(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's documented way
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Flask's and the extensions' configuration, from the portal's settings."""
    app.config.update(
        PORTAL=settings,
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PERMANENT_SESSION_LIFETIME=max(lasting(settings)),  # each device's own end is in its row
        SQLALCHEMY_ENGINES={
            "default": {"url": settings.database, **database.engine_options(settings.database)}
        },
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form left open overnight still works
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def init_extensions(app: Flask, settings: Settings) -> None:
    database.db.init_app(app)
    # No session here is asynchronous; to close none would start an event loop for every request.
    app.teardown_appcontext_funcs = [
        close for close in app.teardown_appcontext_funcs if not iscoroutinefunction(close)
    ]
    with app.app_context():
        database.tune(database.db.engine, busy_timeout_ms=settings.busy_timeout_ms)
        database.seal_with(settings.sealing_key)
        key_mark.guard(database.db.sessionmaker)
    migrating.init_app(app)
    requests.init_app(app)
    i18n.init_app(app)
    limits.init_app(app, settings)
    access.init_app(app)
    csrf.init_app(app)
    headers.init_app(app, https=settings.https)
    assets.init_app(app)
    addresses.init_app(app)
    remembered.init_app(app)
    errors.init_app(app)
    mail.init_app(app, settings)


def blueprints() -> list[Blueprint]:
    return [module.bp for module in PAGES]
