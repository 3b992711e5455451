"""Every engine builds and answers in processes of its own, so that time and memory are its own."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from bench.searching.engines import Answer, Engine, Ranks, engine
from bench.searching.queries import Query
from bench.searching.records import Source
from portal.search.analysis import IndexDocument

SPAWN = multiprocessing.get_context("spawn")
COST = "cost.json"


@dataclass(frozen=True, slots=True)
class BuildCost:
    """seconds, cpu: the engine's alone, without making the records. peak: bytes of memory at most,
    of which `before` were there before the first record. size: bytes on disk. text: bytes indexed.
    """

    records: int
    seconds: float
    cpu: float
    peak: int
    before: int
    size: int
    text: int


@dataclass(frozen=True, slots=True)
class Timed:
    """wall, cpu: seconds. cpu is that of the asking process, all its threads."""

    wall: float
    cpu: float
    answer: Answer


class _Watched:
    """Chunks on their way to an engine: counted, and the time of making them taken."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.records = self.text = 0
        self.seconds = self.cpu = 0.0

    def __iter__(self) -> Iterator[list[IndexDocument]]:
        chunks = self._source.chunks()
        while True:
            wall, cpu = time.perf_counter(), time.process_time()
            chunk = next(chunks, None)
            if chunk is not None:
                self.records += len(chunk)
                self.text += sum(
                    len(text.encode())
                    for document in chunk
                    for values in document.texts.values()
                    for text in values
                )
            self.seconds += time.perf_counter() - wall
            self.cpu += time.process_time() - cpu
            if chunk is None:
                return
            yield chunk


def ranks(size: int, folder: Path) -> Path:
    """The file that holds the place of each record among all titles, made when it is not there."""
    path = folder / "ranks.npy"
    if not path.exists():
        _in_child(_write_ranks, size, path)
    return path


def build(name: str, size: int, folder: Path, rank_file: Path, *, by_record: bool) -> BuildCost:
    """Build an engine's index in a child process, or take the finished one that is in `folder`.

    The portal's is always built: its format may be another one since, and it is what is measured.
    """
    cost_file = folder.with_name(f"{folder.name}.{COST}")
    if name != "portal" and cost_file.exists() and folder.exists():
        return BuildCost(**json.loads(cost_file.read_text()))
    cost_file.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _in_child(_build, name, size, folder, rank_file, cost_file, by_record)
    return BuildCost(**json.loads(cost_file.read_text()))


class Asked:
    """An engine in a process that has its index open and answers one question at a time."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._connection, other = SPAWN.Pipe()
        self._process = SPAWN.Process(target=_answer, args=(name, folder, other), daemon=True)
        self._process.start()
        other.close()

    def open(self) -> Timed:
        """Open the index anew; the time that takes."""
        timed: Timed = self._call("open")
        return timed

    def ask(self, queries: Sequence[Query]) -> list[Timed]:
        """Ask one after another, without a word in between."""
        timed: list[Timed] = self._call(list(queries))
        return timed

    def memory(self) -> dict[str, int]:
        """Bytes of the process by kind, as /proc/self/smaps_rollup has them."""
        found: dict[str, int] = self._call("memory")
        return found

    def close(self) -> None:
        self._connection.close()
        self._process.join(10)

    def _call(self, message: Any) -> Any:
        self._connection.send(message)
        result = self._connection.recv()
        if isinstance(result, Exception):
            raise result
        return result


def _in_child(target: Any, *arguments: Any) -> None:
    process = SPAWN.Process(target=target, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{target.__name__}{arguments}: ended with {process.exitcode}")


def _write_ranks(size: int, path: Path) -> None:
    keys = [document.title_order for chunk in Source(size).chunks() for document in chunk]
    found = np.empty(len(keys), dtype=np.uint32)
    found[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys), dtype=np.uint32)
    np.save(path, found)


def _build(
    name: str, size: int, folder: Path, rank_file: Path, cost_file: Path, by_record: bool
) -> None:
    given: Ranks = np.load(rank_file, mmap_mode="r")
    chunks, built = _Watched(Source(size)), engine(name)
    if by_record and name == "portal":
        from bench.searching.with_portal import Portal

        built = Portal(by_record=True)
    before = _peak()
    wall, cpu = time.perf_counter(), time.process_time()
    built.build(folder, chunks, given)
    cost = BuildCost(
        records=chunks.records,
        seconds=time.perf_counter() - wall - chunks.seconds,
        cpu=time.process_time() - cpu - chunks.cpu,
        peak=_peak(),
        before=before,
        size=built.size(folder),
        text=chunks.text,
    )
    cost_file.write_text(json.dumps(asdict(cost)))


def _answer(name: str, folder: Path, connection: Connection) -> None:
    asked = engine(name)
    while True:
        try:
            message = connection.recv()
        except EOFError:
            return
        try:
            connection.send(_answered(asked, folder, message))
        except Exception as error:  # noqa: BLE001 -- whatever it is, the asking process tells it
            connection.send(RuntimeError(f"{name}: {error!r}"))


def _answered(asked: Engine, folder: Path, message: Any) -> Any:
    match message:
        case "memory":
            return _memory()
        case "open":
            return _timed(partial(asked.open, folder))
        case queries:
            return [_timed(partial(asked.ask, query)) for query in queries]


def _timed(call: Callable[[], Any]) -> Timed:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = call()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Timed(wall, cpu, answer)


def _peak() -> int:
    """The most bytes this process ever held; rusage would tell of the process it came from."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def _memory() -> dict[str, int]:
    found = {}
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]:
        name, value = line.split(":")
        found[name.lower()] = int(value.split()[0]) * 1024
    return found
