"""The portal under load: `python -m bench.load INSTANCE`.

Starts `portal serve` on an instance that has a catalogue and an index, and lets a second process
ask for results pages over connections that stay open, as many different ones as there are turns.
Prints pages a second, times as the client sees them, what a page takes of the processor, and what
each worker holds.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.figures import percentile
from bench.readers import addresses
from portal.app import create_app
from portal.beside import NICENESS
from portal.config import Settings
from portal.db import db

HOST = "127.0.0.1"
PATIENCE = 60  # seconds
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Asked:
    """One answer: its status, how long it took in milliseconds, how many bytes it had."""

    status: int
    took: float
    size: int


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("instance", type=Path)
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--warm", type=float, default=5, help="seconds before counting")
    options.add_argument("--connections", type=int, default=8)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--port", type=int, default=8765)
    options.add_argument("--building", action="store_true", help="once more while it is built")
    given = options.parse_args()
    paths = _addresses(given.instance)
    with served(given.instance, given.port, given.workers) as server:
        if given.warm:
            asked_by_another(given.port, paths[::-1], given.connections, given.warm)
        before = sum(map(processor_seconds, children(server)))
        found = asked_by_another(given.port, paths, given.connections, given.seconds)
        took = sum(map(processor_seconds, children(server))) - before
        print(told(found, given.seconds))
        print(f"workers: {1000 * took / len(found):.1f} ms of processor time a page")
        if given.building:
            with building(given.instance):
                found = asked_by_another(given.port, paths, given.connections, given.seconds)
            print(f"while the index is built: {told(found, given.seconds)}")
        for pid in children(server):
            print(f"worker {pid}: {anonymous_megabytes(pid):.0f} MB anonymous")


def _addresses(instance: Path) -> list[str]:
    app = create_app(Settings(instance=instance, log_level="WARNING").prepared())
    with app.app_context():
        return addresses(db.session, 5_000)


@contextmanager
def served(instance: Path, port: int, workers: int) -> Iterator[int]:
    """The server's process while it runs; prints how long it took to answer for the first time."""
    environment = {
        **os.environ,
        "PORTAL_INSTANCE": str(instance),
        "PORTAL_WORKERS": str(workers),
        "PORTAL_TRUSTED_PROXIES": "1",  # every reader comes from an address of their own
    }
    command = [sys.executable, "-m", "portal", "serve", "--port", str(port)]
    started = time.time()
    log = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server:  # noqa: S603
        try:
            while not answers(port):
                if server.poll() is not None or time.time() - started > PATIENCE:
                    raise SystemExit("the server does not start")
                time.sleep(0.01)
            ready = time.time()
            born = min(map(born_at, children(server.pid)))
            print(f"first page {ready - started:.2f} s after the command,", end=" ")
            print(f"{ready - born:.2f} s after its worker was started")
            yield server.pid
        finally:
            server.terminate()


@contextmanager
def building(instance: Path) -> Iterator[None]:
    """The index built anew all the while, behind readers as the follower does it."""
    environment = {**os.environ, "PORTAL_INSTANCE": str(instance)}
    command = [sys.executable, "-m", "portal", "index", "build"]
    log = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=log, stderr=log) as builder:  # noqa: S603
        os.setpriority(os.PRIO_PROCESS, builder.pid, NICENESS)
        try:
            yield
            if builder.poll() is not None:
                raise SystemExit("the build was over before the asking")
        finally:
            builder.kill()  # the last good generation goes on serving


def answers(port: int) -> bool:
    try:
        with Connection(port) as connection:
            return connection.get("/tim").status == 200
    except OSError:
        return False


def asked_by_another(port: int, paths: list[str], connections: int, seconds: float) -> list[Asked]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(ask, (port, paths, connections, seconds))


def ask(port: int, paths: list[str], connections: int, seconds: float) -> list[Asked]:
    """Ask on several connections at once, each for the next address as soon as it has an answer."""
    found: list[Asked] = []
    turns = iter(paths * 100)
    until = time.perf_counter() + seconds

    def reader() -> None:
        with Connection(port) as connection:
            while time.perf_counter() < until:
                found.append(connection.get(next(turns)))

    threads = [threading.Thread(target=reader) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


class Connection:
    """HTTP/1.1 on one open socket: `http.client` would take a third of what a page costs."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = socket.create_connection((HOST, port), timeout=PATIENCE)

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *error: object) -> None:
        self._socket.close()

    def get(self, path: str) -> Asked:
        started = time.perf_counter()
        head, body = self._answer(path)
        took = 1000 * (time.perf_counter() - started)
        if b"connection: close" in head.lower():
            self._socket.close()
            self._socket = socket.create_connection((HOST, self._port), timeout=PATIENCE)
        return Asked(int(head[9:12]), took, body)

    def _answer(self, path: str) -> tuple[bytes, int]:
        address = f"10.{random.randrange(256)}.{random.randrange(256)}.1"  # noqa: S311 - a reader
        request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-For: {address}\r\n\r\n"
        self._socket.sendall(request.encode())
        data = b""
        while b"\r\n\r\n" not in data:
            if not (part := self._socket.recv(1 << 18)):
                raise ConnectionError("the server hung up")
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        missing = length - len(body)
        while missing > 0 and (part := self._socket.recv(1 << 18)):
            missing -= len(part)
        return head, length


def told(found: list[Asked], seconds: float) -> str:
    times = [one.took for one in found]
    bad = sum(one.status != 200 for one in found)
    return (
        f"{len(found)} pages in {seconds:.0f} s: {len(found) / seconds:.0f} a second, "
        f"median {statistics.median(times):.1f} ms, p95 {percentile(times, 95):.1f}, "
        f"p99 {percentile(times, 99):.1f}, not 200: {bad}, "
        f"{statistics.mean(one.size for one in found) / 1024:.0f} KB each"
    )


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def processor_seconds(pid: int) -> float:
    """What a process has worked: that hangs less on what else the machine does."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def born_at(pid: int) -> float:
    """When a process was started, in seconds of the clock."""
    ticks = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    running = float(Path("/proc/uptime").read_text().split()[0])
    return time.time() - running + ticks / TICKS


def anonymous_megabytes(pid: int) -> float:
    """Memory of its own, not that of mapped files, which all workers share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
