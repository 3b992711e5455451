"""Personal names: one direct order out of the three forms that catalogues hold."""

from functools import lru_cache
from typing import Final, NamedTuple

from portal.vietnamese.honours import strip_life, strip_titles
from portal.vietnamese.surnames import ALSO_GIVEN, COMPOUND, SELDOM_GIVEN
from portal.vietnamese.syllables import (
    bare_key,
    exact_key,
    has_marks,
    is_bare_syllable,
    is_syllable,
)
from portal.vietnamese.text import words

__all__ = [
    "NameParts",
    "direct_form",
    "family_name",
    "is_vietnamese_name",
    "name_key",
    "name_parts",
    "strip_titles",
]

# đệm that a họ goes before: "Nguyễn Thị" and "Lê Văn" wait for their tên.
_MIDDLE: Final = frozenset({"thị", "văn"})
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii"})


class NameParts(NamedTuple):
    """The words of a name by rôle; `given` is the tên, `middle` the đệm, either may be ""."""

    family: str
    middle: str
    given: str
    vietnamese: bool


def _keys(entries: frozenset[str]) -> frozenset[str]:
    """Both keys of every entry: names from old systems come without marks."""
    return frozenset(map(exact_key, entries)) | frozenset(map(bare_key, entries))


_SELDOM_GIVEN: Final = _keys(SELDOM_GIVEN)
_SURNAMES: Final = _SELDOM_GIVEN | _keys(ALSO_GIVEN)
_COMPOUND: Final = tuple(
    tuple(map(key, entry.split())) for entry in COMPOUND for key in (exact_key, bare_key)
)


def _is_initial(token: str) -> bool:
    return len(token) == 1 and token.isascii()


def _is_native(tokens: list[str]) -> bool:
    """Whether every word could be Vietnamese, marked or not; "B" in "Trần Văn B" could."""
    return all(
        is_syllable(token) if has_marks(token) else is_bare_syllable(token) or _is_initial(token)
        for token in tokens
    )


def _compound_length(tokens: list[str]) -> int:
    keys = tuple(map(exact_key, tokens))
    return next((len(entry) for entry in _COMPOUND if keys[: len(entry)] == entry), 0)


def _opens_with_surname(tokens: list[str]) -> bool:
    return exact_key(tokens[0]) in _SURNAMES or _compound_length(tokens) > 0


def _given_first(left: list[str], right: list[str]) -> bool:
    """Whether `left, right` has the tên first, as in "Châu, Nguyễn Minh"."""
    if exact_key(left[0]) in _SELDOM_GIVEN or _compound_length(left):
        return False
    if exact_key(right[0]) in _SELDOM_GIVEN or _compound_length(right):
        return True
    if exact_key(left[0]) in _SURNAMES:
        return len(right) > 1 and right[-1] in _MIDDLE
    return exact_key(right[0]) in _SURNAMES and len(right) > 1


def _rejoin(left: str, right: str) -> str:
    before, after = words(left), words(right)
    if not before or not after:
        return left or right
    if not _is_native(before + after):
        return f"{right} {left}"
    two_people = len(before) > 1 and len(after) > 1 and _opens_with_surname(after)
    if two_people and _opens_with_surname(before) and not _compound_length(before):
        return f"{left}, {right}"
    return f"{right} {left}" if _given_first(before, after) else f"{left} {right}"


@lru_cache(1 << 16)
def direct_form(name: str) -> str:
    """Return the name in the order it is spoken, without titles, life dates and closing stop.

    `Nguyễn, Minh Châu` and `Châu, Nguyễn Minh` become `Nguyễn Minh Châu`; `Verne, Jules` becomes
    `Jules Verne`. Two full Vietnamese names in one field are left as they stand.
    """
    name = strip_titles(strip_life(strip_titles(name)))
    parts = [part.strip() for part in name.split(",") if part.strip()]
    suffix = parts.pop() if len(parts) > 1 and parts[-1].lower().strip(". ") in _SUFFIXES else ""
    if len(parts) != 2:
        return name
    whole = _rejoin(*parts)
    return f"{whole} {suffix}".strip()


def is_vietnamese_name(name: str) -> bool:
    """Say whether the name reads as Vietnamese: its syllables do, and a họ or marks confirm it."""
    tokens = words(direct_form(name))
    if not tokens or not _is_native(tokens):
        return False
    if _opens_with_surname(tokens):
        return True
    return all(is_syllable(token) or _is_initial(token) for token in tokens)


@lru_cache(1 << 16)
def name_parts(name: str) -> NameParts:
    """Return the name by rôle: họ, đệm, tên; or a Western family name and its given names."""
    whole = direct_form(name).replace(",", " ").split()
    if not whole:
        return NameParts("", "", "", False)
    if is_vietnamese_name(name):
        if len(whole) == 1:
            return NameParts("", "", whole[0], True)
        cut = min(_compound_length(words(" ".join(whole))) or 1, len(whole) - 1)
        return NameParts(" ".join(whole[:cut]), " ".join(whole[cut:-1]), whole[-1], True)
    last = len(whole) - 1
    if last > 1 and whole[last].lower().strip(".") in _SUFFIXES:
        last -= 1
    return NameParts(whole[last], "", " ".join(whole[:last] + whole[last + 1 :]), False)


def family_name(name: str) -> str:
    """Return the họ, or the Western family name; "" for a single Vietnamese word (bút danh)."""
    return name_parts(name).family


@lru_cache(1 << 16)
def name_key(name: str) -> str:
    """Return the key under which every form of one name meets: exact keys in direct order.

    Marks count (Tú is not Tư); spelling of tone and i/y, titles and life dates do not.
    """
    return " ".join(map(exact_key, words(direct_form(name))))
