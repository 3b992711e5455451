"""Language codes of MARC (ISO 639-2/B) from codes and from names."""

from __future__ import annotations

from functools import lru_cache

from portal.catalogue.reading.words import folded

# The code lists of a Vietnamese public library; any other three-letter code passes as it is.
_NAMES = {
    "vie": "vi, vn, việt, tiếng việt, việt nam, vietnamese, vietnamien",
    "eng": "en, anh, tiếng anh, english, anglais",
    "fre": "fr, fra, pháp, tiếng pháp, french, français",
    "rus": "ru, nga, tiếng nga, russian",
    "chi": "zh, zho, trung, tiếng trung, tiếng trung quốc, hoa, tiếng hoa, hán, chữ hán, chinese",
    "jpn": "ja, jp, nhật, tiếng nhật, japanese",
    "kor": "ko, kr, hàn, tiếng hàn, tiếng hàn quốc, triều tiên, korean",
    "ger": "de, deu, đức, tiếng đức, german, allemand",
    "spa": "es, tây ban nha, tiếng tây ban nha, spanish",
    "ita": "it, ý, tiếng ý, italian",
    "lao": "lo, lào, tiếng lào",
    "khm": "km, khmer, tiếng khmer, campuchia",
    "tha": "th, thái lan, tiếng thái lan",
    "lat": "la, latin, tiếng latinh",
    "mul": "đa ngữ, nhiều thứ tiếng, song ngữ, multilingual, bilingual",
}
_BY_NAME = {folded(name): code for code, names in _NAMES.items() for name in names.split(",")}
_SAYS_NOTHING = frozenset({"und", "mis", "xxx", "n a", "nil"})
_CHANGED = {"fra": "fre", "zho": "chi", "deu": "ger", "cze": "cze", "ces": "cze", "nld": "dut"}


@lru_cache(1024)
def language_code(text: str | None) -> str | None:
    """The MARC code of a code or a name ("vi", "Tiếng Việt", "VIE"); None for none and `und`."""
    key = folded(text or "")
    if key in _BY_NAME:
        return _BY_NAME[key]
    if len(key) == 3 and key.isascii() and key.isalpha() and key not in _SAYS_NOTHING:
        return _CHANGED.get(key, key)
    return None
