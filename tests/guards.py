"""What tests must not do, made impossible."""

import smtplib
import socket
import sqlite3
from ipaddress import ip_address
from typing import Any, NoReturn

import psycopg
import pytest

_connect_to_mail_server = smtplib.SMTP.connect


class Forbidden(AssertionError):
    """A test did what no test may do."""


def forbid_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> NoReturn:
        raise Forbidden("this test asked for no database: use `session`, `app` or `client`")

    monkeypatch.setattr(sqlite3, "connect", refuse)
    monkeypatch.setattr("sqlite3.dbapi2.connect", refuse)
    monkeypatch.setattr(psycopg, "connect", refuse)
    monkeypatch.setattr(psycopg.Connection, "connect", refuse)


def forbid_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_elsewhere(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_elsewhere(self, address)
        return connect_ex(self, address)

    def no_mail(*args: object, **kwargs: object) -> NoReturn:
        raise Forbidden("a test sends no mail")

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(smtplib.SMTP, "connect", no_mail)


def allow_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a test that starts a mail server of its own; machines elsewhere stay out of reach."""
    monkeypatch.setattr(smtplib.SMTP, "connect", _connect_to_mail_server)


def _refuse_elsewhere(connection: socket.socket, address: Any) -> None:
    if connection.family == socket.AF_UNIX:
        return
    host = str(address[0])
    try:
        local = ip_address(host).is_loopback
    except ValueError:
        local = host == "localhost"
    if not local:
        raise Forbidden(f"a test may not connect to {host}")
