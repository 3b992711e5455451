"""Old encodings: TCVN3 and VNI fonts, and UTF-8 once read as a Western code page.

Works on one field at a time: a file may mix fonts from record to record.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from portal.vietnamese.legacy_tables import BYTE_OF, TCVN3, VNI
from portal.vietnamese.letters import compose
from portal.vietnamese.syllables import is_syllable
from portal.vietnamese.text import words

_WORDISH: Final = re.compile(r"\S+")
_CAPITALS: Final = re.compile("[A-Z]{2}")
_EDGES: Final = " .,;:!?()[]{}\"'“”‘’«»‐–—-/…*_"
_UTF8_RUN: Final = re.compile("[\xc3-\xc6][\x80-\xbf]|[\xe1\xe2][\x80-\xbf]{2}")
_TYPOGRAPHY: Final = frozenset("“”‘’‐–—…•€™")
_VNI_PARTS: Final = re.compile(
    "|".join(sorted(map(re.escape, VNI), key=len, reverse=True)) + "|[\x00-\x7f]|.", re.DOTALL
)
# Words without an oddity that prove an encoding. TCVN3 asks more: its small letters also spell
# words of French and the Nordic languages, while eä and oø are at home nowhere.
_ENOUGH: Final = {"tcvn3": 3, "vni": 2}


class LegacyGuess(NamedTuple):
    """What a field probably said; only a `certain` guess may be applied without a librarian."""

    encoding: str
    text: str
    certain: bool


def _as_seen(source: bytes | str) -> str:
    # Latin-1 rather than 1252: from A1 up, where both codes live, the two are the same.
    return source.decode("latin-1") if isinstance(source, bytes) else source


def _raise_case(text: str) -> str:
    """Give a heading typed in capitals its toned capitals, which TCVN3 does not have."""
    plain = [char for char in text if char.isascii() and char.isalpha()]
    if _CAPITALS.search(text) and all(map(str.isupper, plain)):
        return text.upper()
    return text


def decode_tcvn3(source: bytes | str, *, capitals: bool = False) -> str:
    """Return TCVN3 text as Unicode; `capitals` for a font ending in H. Unknown bytes stay."""
    text = "".join(TCVN3.get(char, char) for char in _as_seen(source))
    return text.upper() if capitals else _raise_case(text)


def decode_vni(source: bytes | str) -> str:
    """Return VNI-Windows text as Unicode. Characters that are no VNI stay."""
    return "".join(VNI.get(part, part) for part in _VNI_PARTS.findall(_as_seen(source)))


def unmojibake(text: str) -> str | None:
    """Return text whose UTF-8 was read as Western; None when it was not. Undoes two readings."""
    codes = [BYTE_OF.get(char, -1) for char in text]
    if text.isascii() or -1 in codes:
        return None
    try:
        once = bytes(codes).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return unmojibake(once) or once


class _Evidence(NamedTuple):
    """Words a decoding made into syllables, words it spoiled, and whether any looked odd before."""

    mended: int
    spoiled: int
    odd: bool


def _looks_odd(word: str) -> bool:
    """Whether a symbol or a capital stands where no living orthography has one."""
    core = word.strip(_EDGES)
    marked = [char for char in core if not char.isascii() and char not in _EDGES]
    if any(char in "ªºµ" or not char.isalpha() for char in marked):
        return True
    if _CAPITALS.search(core):
        return any(map(str.islower, marked))
    return not core.isupper() and any(char.isupper() for char in core[1:] if char in marked)


def _whole(word: str) -> bool:
    parts = words(word)
    return bool(parts) and all(map(is_syllable, parts))


def _weigh(source: str, decode: Callable[[str], str]) -> _Evidence:
    mended = spoiled = 0
    odd = False
    for found in _WORDISH.findall(source):
        # A symbol by itself (Tin · Anh) says nothing: it is one in every encoding.
        if found.isascii() or not any(map(str.isalnum, found)):
            continue
        # Neither does a short one: µm and Nº are at home anywhere.
        strange = len(found) > 2 and _looks_odd(found)
        if not _whole(decode(found)):
            spoiled += 1
        elif strange or not _whole(found):
            mended += 1
            odd = odd or strange
    return _Evidence(mended, spoiled, odd)


def _guess_font(
    source: str, name: str, decode: Callable[[str], str], known: frozenset[str]
) -> LegacyGuess | None:
    if any(char > "\x7f" and char not in known and char not in _TYPOGRAPHY for char in source):
        return None
    seen = _weigh(source, decode)
    if not seen.mended or seen.spoiled > seen.mended:
        return None
    enough = seen.odd or seen.mended >= _ENOUGH[name]
    certain = enough and not seen.spoiled
    return LegacyGuess(name, decode(source), certain)


def _mend_runs(text: str) -> str:
    """Undo what reads as UTF-8 within a text that lost some of its bytes."""
    codes = "".join(chr(BYTE_OF.get(char, 0)) for char in text)
    pieces, done = [], 0
    for found in _UTF8_RUN.finditer(codes):
        pieces += [text[done : found.start()], found[0].encode("latin-1").decode("utf-8", "ignore")]
        done = found.end()
    return "".join([*pieces, text[done:]])


def _guess_mojibake(source: str) -> LegacyGuess | None:
    text = unmojibake(source)
    if text is not None:
        text = compose(text)
    else:
        mended = _mend_runs(source)
        return LegacyGuess("utf-8", mended, False) if len(mended) < len(source) - 1 else None
    strange = [char for char in text if not char.isascii() and char not in _EDGES]
    known = all(char.isalpha() or char in _TYPOGRAPHY or char.isspace() for char in strange)
    return LegacyGuess("utf-8", text, known)


_TCVN3_KNOWN: Final = frozenset(TCVN3)
_VNI_KNOWN: Final = frozenset("".join(VNI))


def detect(text: str) -> LegacyGuess | None:
    """Return what a field says if it is in an old encoding; None when it reads well as it is.

    Certain only if every character maps, every touched word becomes a Vietnamese syllable and
    was none before, and there is more to go by than one word that may be French. Hand over the
    field as read, before `normalise`.
    """
    if text.isascii():
        return None
    mojibake = _guess_mojibake(text)
    if mojibake:
        return mojibake
    guesses = [
        guess
        for guess in (
            _guess_font(text, "tcvn3", decode_tcvn3, _TCVN3_KNOWN),
            _guess_font(text, "vni", decode_vni, _VNI_KNOWN),
        )
        if guess
    ]
    guesses.sort(key=lambda guess: not guess.certain)
    if len(guesses) == 2 and guesses[0].certain == guesses[1].certain:
        return guesses[0]._replace(certain=False)
    return guesses[0] if guesses else None
