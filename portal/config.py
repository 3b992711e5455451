"""Every setting of the portal, once: its name, type, default and what it is for.

A setting ``name`` is read from the environment as ``PORTAL_NAME``, else from the line ``name`` of
``portal.toml`` in the instance folder, else it has the default below. ``docs/settings.md`` lists
the same facts, and a test compares the two.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Self

from portal.refusals import Refusal
from portal.setting_values import BadValue, parse

CHECKOUT = Path(__file__).resolve().parent.parent
FILE_NAME = "portal.toml"
SECRET_NAME = "secret.key"  # noqa: S105 - a file's name
SEALING_NAME = "sealing.key"
NEXT_SEALING_NAME = "sealing.key.next"
SHORTEST_KEY = 32  # characters


class BadSetting(Refusal):
    """A setting that cannot be used; the message names it and says what would do."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{environment_name(name)} ({name}): {problem}")
        self.name = name
        self.problem = problem


def environment_name(name: str) -> str:
    return f"PORTAL_{name.upper()}"


def setting(default: Any, text: str, **limits: Any) -> Any:
    """Declare one setting; ``limits`` are ``minimum``, ``maximum``, ``choices`` and ``secret``,
    which keeps the value from being shown.
    """
    return field(default=default, metadata={"help": text, **limits})


@dataclass(frozen=True, kw_only=True)
class Settings:
    instance: Path = setting(
        CHECKOUT / "instance",
        "Folder with everything this installation owns: database, index, keys.",
    )
    database_url: str = setting(
        "", "Database. Empty: the file portal.sqlite in the instance; else postgresql://…"
    )
    secret_key: str = setting(
        "",
        "Key that signs sessions. Empty: made on first start, kept in the instance (0600).",
        secret=True,
    )
    sealing_key: str = setting(
        "",
        "Key that seals personal data. Empty: made with the database, kept in the instance (0600).",
        secret=True,
    )
    host: str = setting("127.0.0.1", "Address the server listens on.")
    port: int = setting(
        8000, "Port the server listens on. A bare PORT wins.", minimum=1, maximum=65535
    )
    workers: int = setting(0, "Server processes; 0 is one for each core.", minimum=0, maximum=256)
    threads: int = setting(2, "Threads in each server process.", minimum=1, maximum=64)
    index_follow: bool = setting(
        True, "The server brings every change into the search index within seconds."
    )
    public_url: str = setting(
        "",
        "Address readers use, as https://…; empty: taken from the request, in mails host and port.",
    )
    jobs_run: bool = setting(
        True, "The server does what falls due: sends mails, forgets what must be forgotten."
    )
    smtp_url: str = setting(
        "",
        "Mail server, as smtps://user:password@host. Empty: mails become files in the instance.",
        secret=True,
    )
    mail_from: str = setting(
        "", "Sender of every mail, as Name <address>; needed where smtp_url is set."
    )
    trusted_hosts: tuple[str, ...] = setting(
        (), "Host names answered to, separated by commas; empty: any."
    )
    https: bool = setting(
        False, "Readers come by HTTPS: cookies are marked secure and HSTS is sent."
    )
    trusted_proxies: int = setting(
        0, "How many proxies in front may be believed about the client.", minimum=0, maximum=10
    )
    max_upload_mb: int = setting(32, "Largest request body, in megabytes.", minimum=1, maximum=2048)
    session_hours: int = setting(
        12, "Hours a device of staff stays signed in without use.", minimum=1, maximum=24 * 90
    )
    reader_session_days: int = setting(
        30, "Days a reader's own device stays signed in without use.", minimum=1, maximum=365
    )
    staff_second_factor: bool = setting(
        True, "Staff must sign in with a second factor (codes of an app)."
    )
    second_factor_grace_days: int = setting(
        14, "Days from their first sign-in that staff have to set it up.", minimum=0, maximum=365
    )
    crawl_budget: str = setting(
        "300 per minute; 6000 per hour", "Search and browse pages one client may ask for."
    )
    api_budget: str = setting("300 per minute; 6000 per hour", "API requests one client may make.")
    sign_in_budget: str = setting(
        "40 per minute; 400 per hour", "Sign-ins and account forms one client may send."
    )
    registrations_per_hour: int = setting(
        60, "Registrations for a card one client may send in an hour.", minimum=1, maximum=100_000
    )
    limits_storage: str = setting(
        "memory://", "Where budgets are counted: memory:// (per process) or redis://host:port/n."
    )
    busy_timeout_ms: int = setting(
        5000, "How long a writer waits for another on SQLite, in milliseconds.", minimum=0
    )
    log_level: str = setting(
        "INFO", "Least severe message logged.", choices=("DEBUG", "INFO", "WARNING", "ERROR")
    )

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read environment and file; refuse (``BadSetting``) what cannot be used.

        Nothing is created: ``prepared()`` makes the folder and a key.
        """
        given = os.environ if environ is None else environ
        instance = Path(given.get("PORTAL_INSTANCE") or CHECKOUT / "instance")
        instance = instance.expanduser().absolute()
        values = {**_from_file(instance / FILE_NAME), **_from_environment(given)}
        values["instance"] = instance
        return cls(**values)

    def prepared(self) -> Self:
        """These settings with the instance folder made, its key for sessions, and the sealing key
        if there is one: a new one in place of a lost one would open nothing.
        """
        self.instance.mkdir(parents=True, exist_ok=True)
        sealing = _long_enough("sealing_key", self.sealing_key)
        if not sealing and self.sealing_file.exists():
            sealing = kept_key("sealing_key", self.sealing_file)
        secret = self.secret_key or kept_key("secret_key", self.instance / SECRET_NAME)
        return replace(self, secret_key=secret, sealing_key=sealing)

    def with_sealing_key(self) -> Self:
        """These settings with a sealing key, made where there is none: for a new database."""
        if self.sealing_key:
            return self
        return replace(self, sealing_key=kept_key("sealing_key", self.sealing_file))

    @property
    def database(self) -> str:
        """The SQLAlchemy URL, driver named."""
        url = self.database_url or f"sqlite:///{self.instance / 'portal.sqlite'}"
        for short in ("postgres://", "postgresql://"):
            if url.startswith(short):
                return "postgresql+psycopg://" + url.removeprefix(short)
        return url

    @property
    def sealing_file(self) -> Path:
        """Where the sealing key is kept, unless the setting has it."""
        return self.instance / SEALING_NAME

    @property
    def next_sealing_file(self) -> Path:
        """Where the key that follows lies until everything is sealed with it."""
        return self.instance / NEXT_SEALING_NAME

    @property
    def index_folder(self) -> Path:
        return self.instance / "index"

    @property
    def mail_folder(self) -> Path:
        """Where mails lie that no server takes."""
        return self.instance / "mail"

    @property
    def own_address(self) -> str:
        """Where the portal is reached, for what no request asked for; no slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


def settable() -> list[Field[Any]]:
    """The declared settings in order, as dataclass fields."""
    return list(fields(Settings))


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values = {
        f.name: _parsed(f, environ[environment_name(f.name)])
        for f in settable()
        if f.name != "instance" and environ.get(environment_name(f.name), "") != ""
    }
    if environ.get("PORT"):
        values["port"] = _parsed(Settings.__dataclass_fields__["port"], environ["PORT"])
    return values


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting("instance", f"{path} cannot be read: {error}") from error
    known = {f.name: f for f in settable() if f.name != "instance"}
    for name in given:
        if name not in known:
            raise BadSetting(name, f"{path} names a setting that does not exist")
    return {name: _parsed(known[name], value) for name, value in given.items()}


def _parsed(declared: Field[Any], given: object) -> object:
    if declared.default is MISSING:
        raise TypeError(f"setting {declared.name} has no default")
    try:
        return parse(type(declared.default), given, declared.metadata)
    except BadValue as error:
        raise BadSetting(declared.name, str(error)) from error


def kept_key(name: str, path: Path) -> str:
    """The key in a file, made once; two processes starting together agree on one."""
    if not path.exists():
        _make_key(path)
    key = path.read_text(encoding="ascii").strip()
    if len(key) < SHORTEST_KEY:
        raise BadSetting(name, f"{path} holds no usable key: put the saved one back in its place")
    return key


def _make_key(path: Path) -> None:
    """Written beside first: nobody reads half a key, and whoever comes second keeps the first's."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)  # on disk before anything is sealed with it
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _long_enough(name: str, key: str) -> str:
    if key and len(key) < SHORTEST_KEY:
        raise BadSetting(name, f"a key has at least {SHORTEST_KEY} characters, at random")
    return key
