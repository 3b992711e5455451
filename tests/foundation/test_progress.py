"""What long work writes on the terminal and in a log."""

import io

import pytest

from portal.progress import Progress, describe


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("done", "total", "seconds", "line"),
    [
        (1200, 5000, 2.0, "Nhập: 1.200/5.000 (24 %), 600 bản ghi/s, còn 6 s"),
        (5000, 5000, 10.0, "Nhập: 5.000/5.000 (100 %), 500 bản ghi/s"),
        (70, None, 7.0, "Nhập: 70, 10 bản ghi/s"),
        (100, 20000, 1.0, "Nhập: 100/20.000 (0 %), 100 bản ghi/s, còn 3 phút 19 s"),
        (0, 10, 0.0, "Nhập: 0/10 (0 %), 0 bản ghi/s"),
    ],
)
def test_a_line_says_how_far_how_fast_and_how_long(
    done: int, total: int | None, seconds: float, line: str
) -> None:
    assert describe("Nhập", done, total, seconds, "bản ghi") == line


def test_short_work_writes_nothing() -> None:
    stream = io.StringIO()
    with Progress("Nhập", 10, stream=stream) as progress:
        progress.advance(10)
    assert stream.getvalue() == ""


def test_a_log_gets_whole_lines_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines_of(io.StringIO(), monkeypatch).count("\n") == 3
    assert "\r" not in lines_of(io.StringIO(), monkeypatch)


def test_a_terminal_gets_one_line_redrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    written = lines_of(Terminal(), monkeypatch)
    assert written.count("\n") == 1
    assert written.count("\r") > 3


def lines_of(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    """What ten steps of half a second each write."""
    ticks = iter(range(1000))
    monkeypatch.setattr("portal.progress.time.monotonic", lambda: next(ticks) / 2)
    with Progress("Nhập", 10, stream=stream) as progress:
        for _ in range(9):
            progress.advance()
    return stream.getvalue()
