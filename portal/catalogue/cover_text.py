"""Setting a title on a cover: how wide letters are, where lines break, when type gets smaller."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

ELLIPSIS: Final = "…"

# Widths of Literata in thousandths of the type size, measured on the font and rounded up to groups.
_WIDTHS: Final = {
    letter: width
    for letters, width in (
        ("ijl'|", 340),
        (" ", 210),
        (".,:;!()-[]", 340),
        ("ftrI", 430),
        ("acgszJ?0123456789", 560),
        ("evxyo", 600),
        ("bdhknpquEFLPSZ", 670),
        ("ABCDGKORTUVXYQ&", 780),
        ("wHN", 870),
        ("mMW", 1020),
    )
    for letter in letters
}
_OTHER: Final = 620
_BLANK: Final = _WIDTHS[" "]
_WIDE: Final = 1000  # Chinese, Japanese, Korean


@dataclass(frozen=True)
class Setting:
    """Room for a title: type sizes to try, largest first, and the box to fill (cover units)."""

    sizes: tuple[float, ...]
    width: float
    height: float
    leading: float = 1.36  # two stacked marks over a capital need it

    def most_lines(self, size: float) -> int:
        return max(1, int(self.height // (size * self.leading)))


def clean(text: str) -> str:
    """One line, composed, without anything that may not stand in XML or changes direction."""
    composed = unicodedata.normalize("NFC", text)
    spaced = " ".join(composed.split())
    return "".join(letter for letter in spaced if unicodedata.category(letter)[0] != "C")


def text_width(text: str) -> float:
    """Width in type sizes (em)."""
    words = text.split(" ")
    return (sum(map(_word_width, words)) + _BLANK * (len(words) - 1)) / 1000


@lru_cache(maxsize=1 << 14)
def _word_width(word: str) -> int:
    """In thousandths. Remembered: most words of titles are a few thousand syllables."""
    return sum(map(_letter_width, word))


def _letter_width(letter: str) -> int:
    if (width := _WIDTHS.get(letter)) is not None:
        return width
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    base = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS.get({"đ": "d", "Đ": "D"}.get(base, base), _OTHER)


def set_title(title: str, setting: Setting) -> tuple[float, list[str]]:
    """The largest type that holds the whole title and its lines; else the smallest, cut short."""
    for size in setting.sizes:
        room = setting.width / size
        lines = balanced(title.split(), room)
        fits = all(text_width(line) <= room for line in lines)
        if fits and len(lines) <= setting.most_lines(size):
            return size, lines
    size = setting.sizes[-1]
    room = setting.width / size
    words = [piece for word in title.split() for piece in split_word(word, room)]
    return size, cut(broken(words, room), setting.most_lines(size), room)


def set_author(author: str, size: float, width: float) -> str:
    """The author on one line, cut short where it does not fit."""
    lines = broken(author.split(), width / size)
    return cut(lines, 1, width / size)[0] if lines else ""


def broken(words: list[str], room: float) -> list[str]:
    """Lines as full as they get; a word wider than `room` (em) stands on a line alone."""
    lines: list[str] = []
    width = 0
    for word in words:
        wider = width + _BLANK + _word_width(word)
        if lines and wider / 1000 <= room:
            lines[-1] += f" {word}"
            width = wider
        else:
            lines.append(word)
            width = _word_width(word)
    return lines


def balanced(words: list[str], room: float) -> list[str]:
    """As few lines as `broken` makes, but of like length: no lone syllable at the end."""
    full = broken(words, room)
    if len(full) < 2:
        return full
    narrow = text_width(" ".join(words)) / len(full)
    while narrow < room:
        lines = broken(words, narrow)
        if len(lines) == len(full) and all(text_width(line) <= room for line in lines):
            return lines
        narrow += 0.25
    return full


def split_word(word: str, room: float) -> list[str]:
    """A word wider than a line, in pieces that fit one."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def cut(lines: list[str], most: int, room: float) -> list[str]:
    """The first `most` lines; the last ends in an ellipsis when something was left out."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and text_width(last + ELLIPSIS) > room:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,.;:-–") + ELLIPSIS]
