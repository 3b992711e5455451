"""A whole build of an instance's index, measured: `python -m bench.build INSTANCE`.

Reads the catalogue alone, then builds the index as after a first import and lets it serve, each in
a process of its own: wall clock, that process's processor seconds, records a second of either, and
the most memory it held. PORTAL_DATABASE_URL names a database elsewhere, as for the portal.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from bench.figures import megabytes
from portal.catalogue.models import Record
from portal.config import Settings
from portal.db import make_engine, session_scope, writing
from portal.search.analysis import IndexDocument
from portal.search.documents import all_documents
from portal.search.generations import read_pointer
from portal.search.maintenance import build_index


@dataclass(slots=True)
class Figures:
    records: int = 0
    wall: float = 0.0
    processor: float = 0.0
    before: float = 0.0  # MB held before the work began
    peak: float = 0.0  # MB, at most
    text: int = 0  # bytes of the words of all fields

    def line(self, name: str) -> str:
        return (
            f"{name:12}{self.wall:8.1f} s{self.processor:8.1f} s processor"
            f"{self.records / self.wall:9,.0f}/s{self.records / self.processor:9,.0f}/s processor"
            f"{self.before:7.0f} MB before{self.peak:7.0f} MB peak"
        )


class Watch:
    """Adds up the time between `start` and `stop`."""

    def __init__(self) -> None:
        self.figures = Figures(before=peak_memory())

    def start(self) -> None:
        self._since = time.perf_counter(), time.process_time()

    def stop(self) -> None:
        self.figures.wall += time.perf_counter() - self._since[0]
        self.figures.processor += time.process_time() - self._since[1]


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("instance", type=Path)
    options.add_argument("--reading", action="store_true", help="read only, build nothing")
    chosen = options.parse_args()
    settings = Settings.load({**os.environ, "PORTAL_INSTANCE": str(chosen.instance)})
    read = apart(reading, settings)
    print(f"{read.records:,} records, {read.text / 1e6:,.1f} MB of text")
    print(read.line("reading"), flush=True)
    if chosen.reading:
        return
    print(apart(building, settings).line("whole build"))
    generation = read_pointer(settings.index_folder)
    size = megabytes(settings.index_folder / generation.folder) if generation else 0.0
    print(f"index: {size:,.1f} MB, {size * 1e6 / max(read.text, 1):.2f} of the text")


def apart(measured: Callable[[Settings], Figures], settings: Settings) -> Figures:
    """Run in a new process, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        return processes.submit(measured, settings).result()


def reading(settings: Settings) -> Figures:
    with session_scope(settings.database, read_only=True) as session:
        watch = Watch()
        chunks = all_documents(session)
        while True:
            watch.start()
            chunk = next(chunks, None)
            watch.stop()
            if chunk is None:
                break
            watch.figures.records += len(chunk)
            watch.figures.text += sum(map(bytes_of, chunk))
    watch.figures.peak = peak_memory()
    return watch.figures


def building(settings: Settings) -> Figures:
    engine = make_engine(settings.database)
    with Session(engine) as session:
        with writing():
            session.execute(update(Record).values(indexed_at=None))
            session.commit()
        watch = Watch()
        watch.start()
        watch.figures.records = build_index(session, settings.index_folder).records
        watch.stop()
    watch.figures.peak = peak_memory()
    engine.dispose()
    return watch.figures


def bytes_of(document: IndexDocument) -> int:
    return sum(len(value.encode()) for values in document.texts.values() for value in values)


def peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
