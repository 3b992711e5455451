"""Suggestions at scale: `python -m bench.suggest [ENTRIES …]`.

Registers of made-up titles, as the demo's own words give them, are written and mapped; then the
processor time of one look-up is measured, without the page around it and without the database.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import percentile
from portal.demo.titles import editions
from portal.search.codec import arrays
from portal.search.readings import readings
from portal.search.register import Entry, Register
from portal.search.register_arrays import register_arrays

SIZES = (50_000, 500_000)
ROUNDS = 40
TYPED = (
    "th",
    "ng",
    "nh",
    "đư",
    "hà",
    "nguyen nh",
    "lich su h",
    "truyeejn k",
    "nguyễn nhật á",
    "zz",
)


def entries(count: int) -> Iterator[Entry]:
    dice = random.Random(7)  # noqa: S311 -- the same titles every time
    syllables = [word for row in editions() for word in row["Nhan đề"].split()]
    for number in range(count):
        title = " ".join(dice.choices(syllables, k=dice.randint(3, 9)))
        yield Entry(number, title, int(dice.paretovariate(1.2)))


def measure(count: int, folder: Path) -> None:
    made = list(entries(count))
    started = time.process_time()
    arrays.write(folder / "register", register_arrays(made))
    took = time.process_time() - started
    size = (folder / "register").stat().st_size
    register = Register(arrays.read(folder / "register"))
    print(f"\n## {count:,} titles: written in {took:.1f} s, {size / 1e6:.1f} MB", end="")
    print(f" ({size / count:.0f} bytes each)\n\n| typed | median ms | p95 ms |\n|---|---:|---:|")
    for text in TYPED:
        times = []
        for _ in range(ROUNDS):
            started = time.process_time()
            for words in readings(text):
                register.matching(words, 8)
            times.append(1000 * (time.process_time() - started))
        print(f"| `{text}` | {statistics.median(times):.2f} | {percentile(times, 95):.2f} |")


if __name__ == "__main__":
    for wanted in [int(text) for text in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as room:
            measure(wanted, Path(room))
