"""How fast, and in how much memory, files come in: `python -m bench.import_rate [RECORDS …]`.

Makes MARC files of synthetic records, imports each into an empty SQLite database (or, with
`--postgres URL`, into that empty database) and once more to see how quickly nothing is done.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine

from bench.synthetic_marc import write_file
from portal.catalogue.reading import read
from portal.catalogue.union.importing import FilesReport, run_import
from portal.db import Base, make_engine, session_scope
from portal.libraries.kinds import LibraryKind
from portal.libraries.models import Library


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("records", nargs="*", type=int, default=[1_000, 10_000, 45_000])
    options.add_argument("--postgres", metavar="URL")
    chosen = options.parse_args()
    print("records   file MB   read s   import s   (cpu s)   rec/s   again s   rec/s   peak MB")
    for count in chosen.records:
        with tempfile.TemporaryDirectory() as folder:
            print(measured(count, Path(folder), chosen.postgres))


def measured(count: int, folder: Path, url: str | None) -> str:
    path = folder / "synthetic.mrc"
    size = write_file(path, count)
    started = time.perf_counter()
    assert sum(1 for _one in read(path)) == count
    reading = time.perf_counter() - started
    engine = make_engine(url or f"sqlite:///{folder / 'bench.sqlite'}")
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    with session_scope(engine) as session:
        session.add(Library(code="CN", name="Thư viện thử", kind=LibraryKind.CITY))
    worked = time.process_time()
    first = imported(engine, path)
    worked = time.process_time() - worked
    second = imported(engine, path)
    assert (second.created, second.unchanged) == (0, count)
    engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{count:7,}   {size / 1e6:7.1f}   {reading:6.1f}   {first.seconds:8.1f}   {worked:7.1f}"
        f"   {count / first.seconds:5.0f}   {second.seconds:7.1f}   {count / second.seconds:5.0f}"
        f"   {peak:7.0f}"
    )


def imported(engine: Engine, path: Path) -> FilesReport:
    with session_scope(engine) as session:
        library = session.query(Library).filter_by(code="CN").one()
        return run_import(session, [path], library, checkpoint=session.commit)


if __name__ == "__main__":
    main()
