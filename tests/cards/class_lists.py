"""Lists of pupils as schools send them."""

from __future__ import annotations

LETTERS = "abcdeghiklmnopqrstuv"
HEAD = "Họ và tên,Ngày sinh,Lớp,Số định danh"


def name(number: int) -> str:
    """A name of its own for each number, in letters."""
    return "Trần " + " ".join(LETTERS[int(one)].upper() + "n" for one in str(number))


def listed(count: int, bad: int = 0) -> str:
    """A file of so many pupils, the first `bad` of them with something wrong."""
    faults = ("31/02/2016,5A,", ",5A,", "5/3/2015,5A,123", "5/3/2015,5A,001316000001")
    lines = [HEAD]
    for n in range(count):
        rest = faults[n % 4] if n < bad else f"{1 + n % 28}/3/2015,{1 + n % 5}{'ABCD'[n % 4]},"
        lines.append(f"{name(n)},{rest}")
    return "\n".join(lines)
