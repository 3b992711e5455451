"""How far long work has come: a count, a rate and the time left, on standard error."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO

_REDRAW = 0.1
_LINE_EVERY = 2.0


class Progress:
    """``with Progress("Nhập", total=500) as progress: … progress.advance()``.

    On a terminal one line is redrawn; elsewhere a line is written every two seconds, so that a log
    stays readable. ``total=None`` means nobody knows how much there is.
    """

    def __init__(
        self, label: str, total: int | None = None, *, unit: str = "", stream: TextIO | None = None
    ) -> None:
        self.label = label
        self.total = total
        self.unit = unit
        self.done = 0
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._started = self._shown = time.monotonic()
        self._drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def advance(self, count: int = 1) -> None:
        """``count`` more are done."""
        self.reach(self.done + count)

    def reach(self, done: int) -> None:
        """``done`` are done in all."""
        self.done = done
        moment = time.monotonic()
        if moment - self._shown >= (_REDRAW if self._terminal else _LINE_EVERY):
            self._show(moment)

    def close(self) -> None:
        """Write the last figures, unless the work was too short for any to be shown."""
        moment = time.monotonic()
        if self._drawn or moment - self._started >= _LINE_EVERY:
            self._show(moment)
            if self._terminal:
                self._stream.write("\n")
        self._stream.flush()

    def _show(self, moment: float) -> None:
        self._shown, self._drawn = moment, True
        line = describe(self.label, self.done, self.total, moment - self._started, self.unit)
        self._stream.write(f"\r\x1b[K{line}" if self._terminal else f"{line}\n")
        self._stream.flush()


def describe(label: str, done: int, total: int | None, seconds: float, unit: str = "") -> str:
    """One line: ``Nhập: 1.200/5.000 (24 %), 600 bản ghi/s, còn 6 s``."""
    rate = done / seconds if seconds > 0 else 0.0
    of = f"/{_grouped(total)} ({100 * done // total} %)" if total else ""
    speed = f", {_grouped(round(rate))} {unit}/s".replace("  ", " ").replace(" /s", "/s")
    left = f", còn {_duration((total - done) / rate)}" if total and rate and done < total else ""
    return f"{label}: {_grouped(done)}{of}{speed}{left}"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} phút {whole % 60:02d} s"
