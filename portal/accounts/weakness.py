"""Which passwords are guessed first, by their shape: no list to look up, nothing to download."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

FEWEST_LETTERS = 4  # different ones: «aaaaaaaaaa» is guessed first
FEWEST_DIGITS = 14  # of digits alone: telephones, birthdays and numbers of cards are shorter
FEWEST_LEFT = 6  # letters and digits beside what is common, or what the account is called

_RUNS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb",
)
_SHORTEST_RUN = 4
_LONGEST_BLOCK = 5  # that makes a password by being repeated
_COMMON = (
    "matkhau", "thuvien", "bandoc", "hanoi", "vietnam", "emyeuanh", "anhyeuem", "iloveyou",
    "password", "passw0rd", "letmein", "welcome", "football", "princess", "sunshine",
    "administrator", "admin",
)  # fmt: skip


def weakness(password: str, names: Iterable[str] = ()) -> str | None:
    """Why a password is guessed early: "simple", "digits", "common", "name"; None where it is not.
    names: what the account is called, in all ways.
    """
    plain = _plain(password)
    if len(set(password)) < FEWEST_LETTERS or _is_repeated(plain):
        return "simple"
    if plain.isdigit() and len(plain) < FEWEST_DIGITS:
        return "digits"
    if _is_of(plain, _parts(names)):
        return "name"
    return "common" if _is_of(_without_runs(plain), _COMMON, len(plain)) else None


def _is_of(plain: str, words: Iterable[str], whole: int = 0) -> bool:
    """Whether hardly more than `words`, or than what was taken away before, is in it. whole: its
    length before that.
    """
    left = plain
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    taken = max(whole, len(plain)) - len(left)
    return taken > 0 and len(left) < FEWEST_LEFT and taken >= len(left)


def _without_runs(plain: str) -> str:
    """Without stretches of the keyboard, of the alphabet or of figures, in either direction."""
    for row in (*_RUNS, *(row[::-1] for row in _RUNS)):
        for length in range(len(row), _SHORTEST_RUN - 1, -1):
            for start in range(len(row) - length + 1):
                plain = plain.replace(row[start : start + length], "")
    return plain


def _is_repeated(plain: str) -> bool:
    return re.fullmatch(rf"(.{{1,{_LONGEST_BLOCK}}})\1+", plain) is not None


def _parts(names: Iterable[str]) -> set[str]:
    """A name whole, its words, an address without its domain, a number without its blanks."""
    found = set()
    for name in names:
        local = name.split("@")[0]
        for part in (name, local, *re.split(r"[\s._@-]+", local)):
            found.add(_plain(part))
    return {part for part in found if len(part) > 1}


def _plain(text: str) -> str:
    """Letters without their marks, and digits."""
    bare = unicodedata.normalize("NFKD", text).lower().replace("đ", "d")
    return "".join(letter for letter in bare if letter.isalnum())
