"""Text as places and libraries are looked up by: no marks, no case, no punctuation (pure)."""

from portal.vietnamese import bare_key, normalise, words


def fold(text: str) -> str:
    """ "Quận Tây-Hồ" → "quan tay ho"; i and y that are one sound become one letter."""
    return " ".join(bare_key(word) for word in words(normalise(text)))
