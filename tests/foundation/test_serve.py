"""The server as it is really run: it answers, reloads without dropping anyone, and stops."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.databases import SEALING_KEY
from tests.ports import free_port
from tests.waiting import until


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(tmp_path: Path, database_url: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "PORTAL_INSTANCE": str(tmp_path / "instance"),
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_SEALING_KEY": SEALING_KEY,
        "PORTAL_WORKERS": "1",
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "portal", "serve"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        yield process
        process.terminate()


def answer(port: int) -> int | None:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/khong-co-trang-nay")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def test_it_answers_reloads_and_stops(server: subprocess.Popen[bytes], port: int) -> None:
    until(lambda: answer(port) == 404)
    os.kill(server.pid, signal.SIGHUP)
    assert {answer(port) for _ in range(20)} == {404}
    server.terminate()
    assert server.wait(timeout=20) == 0


def test_an_address_too_long_for_the_server_gets_a_page(
    server: subprocess.Popen[bytes], port: int
) -> None:
    until(lambda: answer(port) == 404)
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/tim?q=" + "a" * 100_000)
    response = connection.getresponse()
    page = response.read().decode()
    connection.close()
    assert response.status == 414
    assert "quá dài" in page
    assert "too long" in page
    assert answer(port) == 404
