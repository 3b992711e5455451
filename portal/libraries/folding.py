"""Text as places and libraries are looked up by: no marks, no case, no punctuation (pure)."""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """ "Quận Tây-Hồ" → "quan tay ho"; letters of other scripts fall away."""
    text = text.replace("đ", "d").replace("Đ", "d")
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
    )
    return _NOT_A_WORD.sub(" ", bare.lower()).strip()
