"""The language a title is in, as far as letters and common words tell."""

import re
import unicodedata
from collections import Counter
from typing import Final

from portal.vietnamese.letters import compose
from portal.vietnamese.syllables import has_marks, is_bare_syllable, is_syllable
from portal.vietnamese.text import words

_SCRIPTS: Final = (
    ("kor", re.compile("[\u1100-\u11ff\uac00-\ud7a3]")),
    ("chi", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")),
    ("rus", re.compile("[\u0400-\u04ff]")),
    ("gre", re.compile("[\u0370-\u03ff]")),
    ("tha", re.compile("[\u0e00-\u0e7f]")),
    ("lao", re.compile("[\u0e80-\u0eff]")),
    ("khm", re.compile("[\u1780-\u17ff]")),
    ("ara", re.compile("[\u0600-\u06ff]")),
    ("heb", re.compile("[\u0590-\u05ff]")),
)
_KANA: Final = re.compile("[\u3040-\u30ff]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
# đ, ă, horn, hook, dot below, two marks on a letter: in no other language of these shelves.
_ONLY_VIETNAMESE: Final = re.compile("[đĐ\u0306\u0309\u031b\u0323]|\u0302[\u0300\u0301\u0303]")

_COMMON: Final = {
    "eng": "the of and in to for with on from by is an at how what your you my his her at english",
    "fre": "le la les de des du et un une dans pour sur avec au aux en ou est son sa ses français",
    "ger": "der das und ein eine im von zur zum mit für den dem auf deutsch über",
    "spa": "el los las de del una para con por en su sobre español",
    "ita": "il lo gli di della delle nel con per una italiano sul",
}
_LETTERS_OF: Final = {
    "fre": re.compile("[àçèéëîïœûÿ]"),
    "ger": re.compile("[äöüß]"),
    "spa": re.compile("ñ"),
}
_ELISION: Final = re.compile("\\b[cdjlnqs]['’]\\w", re.IGNORECASE)
_WORDS_OF: Final = {code: frozenset(listed.split()) for code, listed in _COMMON.items()}


def _script(text: str) -> str | None:
    """The language of a non-Latin script that holds at least half of the letters."""
    kana = len(_KANA.findall(text))
    letters = sum(map(str.isalpha, text)) - kana
    for code, letter in _SCRIPTS:
        if letters and len(letter.findall(text)) * 2 >= letters:
            # A few kana among Chinese characters make the text Japanese.
            return "jpn" if kana and code == "chi" else code
    return "jpn" if kana > letters else None


def _western(tokens: list[str], text: str) -> str | None:
    """The language with most common words and letters of its own, if they are a fifth of all."""
    scores = Counter(
        {code: sum(token in listed for token in tokens) for code, listed in _WORDS_OF.items()}
    )
    foreign = " ".join(token for token in tokens if not is_syllable(token))
    scores["fre"] += bool(_ELISION.search(text))
    for code, letters in _LETTERS_OF.items():
        scores[code] += bool(letters.search(foreign))
    (best, most), (_, second) = scores.most_common(2)
    # Half of the words must speak for it where the rest could all be bare Vietnamese.
    share = 2 if all(map(is_bare_syllable, tokens)) else 5
    return best if len(tokens) > 1 and most > second and most * share >= len(tokens) else None


def _is_vietnamese(text: str, tokens: list[str]) -> bool:
    marked = [token for token in tokens if has_marks(token)]
    valid = sum(map(is_syllable, marked))
    if not marked or valid < len(marked):
        return valid * 2 > len(tokens)
    syllables = sum(map(is_syllable, tokens))
    if syllables == len(tokens) > 2:
        return True
    telling = valid > 1 or _ONLY_VIETNAMESE.search(unicodedata.normalize("NFD", text)) is not None
    return telling and syllables * 2 >= len(tokens)


def guess_language(text: str) -> str | None:
    """Return an ISO 639-2/B code (vie, eng, fre, rus, chi …); None when too little tells.

    Bare Vietnamese counts from three words on, all of them possible syllables.
    """
    text = compose(text)
    script = _script(text)
    if script or not _LATIN.search(text):
        return script
    tokens = [token for token in words(text) if not token.isdecimal()]
    if _is_vietnamese(text, tokens):
        return "vie"
    western = _western(tokens, text)
    if western:
        return western
    bare = len(tokens) >= 3 and not any(map(has_marks, tokens))
    return "vie" if bare and all(map(is_bare_syllable, tokens)) else None
