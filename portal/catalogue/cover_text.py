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
    if spaced.isprintable():
        return spaced  # as nearly all texts are
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
    words = title.split()
    widths = [_word_width(word) for word in words]
    for size in setting.sizes:
        room = setting.width / size
        if max(widths, default=0) / 1000 > room:
            continue
        starts = _line_starts(widths, room)
        if len(starts) <= setting.most_lines(size):
            return size, _lines(words, _evened(widths, room, starts))
    size = setting.sizes[-1]
    room = setting.width / size
    pieces = [piece for word in words for piece in split_word(word, room)]
    return size, cut(broken(pieces, room), setting.most_lines(size), room)


def set_author(author: str, size: float, width: float) -> str:
    """The author on one line, cut short where it does not fit."""
    lines = broken(author.split(), width / size)
    return cut(lines, 1, width / size)[0] if lines else ""


def broken(words: list[str], room: float) -> list[str]:
    """Lines as full as they get; a word wider than `room` (em) stands on a line alone."""
    return _lines(words, _line_starts([_word_width(word) for word in words], room))


def balanced(words: list[str], room: float) -> list[str]:
    """As few lines as `broken` makes, but of like length: no lone syllable at the end."""
    widths = [_word_width(word) for word in words]
    return _lines(words, _evened(widths, room, _line_starts(widths, room)))


def _line_starts(widths: list[int], room: float) -> list[int]:
    """The words that lines begin with, by their places; lines as full as they get."""
    starts: list[int] = []
    width = 0
    for place, its in enumerate(widths):
        width += _BLANK + its
        if not starts or width / 1000 > room:
            starts.append(place)
            width = its
    return starts


def _evened(widths: list[int], room: float, full: list[int]) -> list[int]:
    """The same number of lines as `full` has, in as little width as they take."""
    if len(full) < 2 or max(widths) / 1000 > room:
        return full
    narrow = (sum(widths) + _BLANK * (len(widths) - 1)) / 1000 / len(full)
    while narrow < room:
        starts = _line_starts(widths, narrow)
        if len(starts) == len(full):
            return starts
        narrow += 0.25
    return full


def _lines(words: list[str], starts: list[int]) -> list[str]:
    ends = [*starts[1:], len(words)]
    return [" ".join(words[start:end]) for start, end in zip(starts, ends, strict=False)]


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
