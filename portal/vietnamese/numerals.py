"""Numbers as title pages write them: Roman, spelled out, volumes and editions."""

import re
from typing import Final, NamedTuple

from portal.vietnamese.syllables import exact_key, is_syllable
from portal.vietnamese.text import normalise

_ROMAN: Final = re.compile(r"(?=[MDCLXVI])M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})\Z")
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_COUNTED: Final = (
    "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười",
)  # fmt: skip
_ORDINALS: Final = {"nhất": 1, "nhì": 2, "tư": 4, "bẩy": 7, "đầu": 1}
_WORD_VALUES: Final = {
    exact_key(word): value
    for word, value in [*zip(_COUNTED, range(1, 11), strict=True), *_ORDINALS.items()]
}
# Nobody numbers a volume, a class or a century beyond this in Roman; CD, DC, MI are words.
_HIGHEST_ROMAN: Final = 89

_NUMBER: Final = r"(?:\d{1,4}(?:\.\d|\s*[-–]\s*\d{1,4})?|[IVXLivxl]{1,7}|[^\W\d_]{2,6}|[A-Z])"
_VOLUME_WORD: Final = r"(?:tập|quyển|cuốn|phần|volume|tome|vol\.?|[tq]\.)"
_VOLUME: Final = re.compile(
    rf"(?<!\w){_VOLUME_WORD}\s*(?:thứ\s+)?(?P<number>{_NUMBER})(?!\w)", re.IGNORECASE
)
# What may follow the number of a volume; "tập 10 truyện ngắn" and "tập 1 và 2" are other things.
_REST: Final = r"(?![.,+]\d)(?P<rest>\s*(?:[.:,;/()\[–—-].*)?)\Z"
# After a separator any volume word will do; in running text only "tập" and "quyển", because
# "bài tập 2", "bộ 3 cuốn" and "tuyển tập 2" are no volumes.
_APART: Final = re.compile(
    rf"\s*[.,:;/(–—-]\s*{_VOLUME_WORD}\s*(?:thứ\s+)?(?P<number>{_NUMBER})(?!\w){_REST}",
    re.IGNORECASE,
)
_RUNNING: Final = re.compile(
    rf"\s+(?:tập|quyển)\s+(?:thứ\s+)?(?P<number>{_NUMBER})(?!\w){_REST}", re.IGNORECASE
)
_NOT_BEFORE_TAP: Final = frozenset(
    map(exact_key, ("bài", "luyện", "học", "thực", "tuyển", "ôn", "sưu", "toàn", "tổng", "thi"))
)
_REMARK: Final = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\])\s*\Z")


def roman(text: str) -> int | None:
    """Return the value (1–3999) of a well-formed Roman numeral in either case, else None."""
    letters = text.strip().upper()
    if not _ROMAN.match(letters):
        return None
    values = [_ROMAN_VALUES[letter] for letter in letters]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _small_roman(text: str) -> int | None:
    if text.upper() in ("L", "C", "D", "M"):
        return None
    value = roman(text)
    return value if value and value <= _HIGHEST_ROMAN else None


def number_value(number: str) -> int | None:
    """Return the value of a number in figures, in small Roman or spelled out up to mười."""
    if number.isdecimal():
        return int(number)
    return _small_roman(number) or _WORD_VALUES.get(exact_key(number))


def _settled(number: str) -> str | None:
    """A volume number in figures; a letter stays a letter; any other word is no number."""
    if "." in number:
        return number
    if number[0].isdecimal():
        return "-".join(str(int(part)) for part in re.split(r"\s*[-–]\s*", number))
    value = number_value(number)
    if value:
        return str(value)
    return number if len(number) == 1 and number.isupper() else None


def volume_number(text: str) -> str | None:
    """Return the volume a statement names ("Tập 2", "T. II", "tập hai", "2"), in figures."""
    text = normalise(text)
    for found in _VOLUME.finditer(text):
        number = _settled(found["number"])
        if number:
            return number
    alone = text.strip(" .,;:/()[]")
    return _settled(alone) if alone.isdecimal() or _small_roman(alone) else None


class VolumeTitle(NamedTuple):
    """A title in three: the common title, the volume in figures, the volume's own title."""

    title: str
    volume: str | None
    part_title: str | None


def _volume_match(title: str) -> re.Match[str] | None:
    for found in _APART.finditer(title):
        if _settled(found["number"]) and found.start():
            return found
    for found in _RUNNING.finditer(title):
        before = title[: found.start()].split()
        if before and exact_key(before[-1]) not in _NOT_BEFORE_TAP and _settled(found["number"]):
            return found
    return None


def split_volume(title: str) -> VolumeTitle:
    """Part "Dế mèn. Tập 2: Ra khơi" into title, volume and part title; else the title alone.

    A closing remark in brackets ("(Tái bản 2023)") stays with the common title.
    """
    title = normalise(title)
    found = _volume_match(title)
    if not found:
        return VolumeTitle(title, None, None)
    rest, remarks = found["rest"].strip(), ""
    while closing := _REMARK.search(rest):
        rest, remarks = rest[: closing.start()], f" {closing[1]}{remarks}"
    if "(" in found[0][:3]:
        rest = rest.removesuffix(")")
    part = rest.strip(" .,:;/)–—-" if "(" not in rest else " .,:;/–—-")
    return VolumeTitle(title[: found.start()] + remarks, _settled(found["number"]), part or None)


_NUMBERED: Final = re.compile(
    r"(?<!\w)(?P<word>(?:tập|quyển|phần|chương|lớp|thế\s+k[ỷỉ]"
    r"|tap|quyen|phan|chuong|lop|the\s+k[yi])"
    r"(?:\s+(?:thứ|thu))?\s+)(?P<numbers>[IVXLC]+(?:\s*[-–,]\s*[IVXLC]+)*)(?!\w)",
    re.IGNORECASE,
)


def _in_figures(numeral: str, closing: bool) -> str:
    """The numeral in figures, unless it may as well be a word ("phần vi mạch")."""
    value = _small_roman(numeral)
    plain = not is_syllable(numeral) or (numeral.isupper() and closing)
    return str(value) if value and plain else numeral


def settle_numerals(text: str) -> str:
    """Write Roman numerals in figures after tập, quyển, phần, chương, thế kỷ and lớp only.

    The same for text typed without marks. Elsewhere X, V and I may be anything: Mác, a name.
    """
    shouting = text.isupper()

    def settle(found: re.Match[str]) -> str:
        after = text[found.end() :].lstrip(" ")
        closing = not shouting or not after[:1].isalpha()
        numbers = re.sub(
            "[IVXLC]+", lambda one: _in_figures(one[0], closing), found["numbers"], flags=re.I
        )
        return found["word"] + numbers

    return _NUMBERED.sub(settle, text)
