"""Vietnamese words and texts for properties: every syllable the writing rules allow."""

import unicodedata

from hypothesis import strategies as st

from portal.vietnamese.letters import NANG, SAC, TONE_MARKS
from portal.vietnamese.rimes import ALL_RIMES, INITIALS, fits, stopped

_PLAIN = sorted(
    (initial, rime) for initial in INITIALS for rime in ALL_RIMES if fits(initial, rime)
)
_VOWELS = "aăâeêioôơuưy"


def marked(initial: str, rime: str, tone: str, at: int) -> str:
    """The syllable with its tone on the `at`-th vowel of the rime (wrapping round)."""
    vowels = [place for place, letter in enumerate(rime) if letter in _VOWELS]
    place = vowels[at % len(vowels)] + 1
    return unicodedata.normalize("NFC", initial + rime[:place] + tone + rime[place:])


@st.composite
def syllables(draw: st.DrawFn) -> str:
    initial, rime = draw(st.sampled_from(_PLAIN))
    tone = draw(st.sampled_from((SAC, NANG) if stopped(rime) else ("", *TONE_MARKS)))
    return marked(initial, rime, tone, draw(st.integers(0, 2)))


def phrases() -> st.SearchStrategy[str]:
    return st.lists(syllables(), min_size=1, max_size=8).map(" ".join)


#: Whatever may stand in a field: Vietnamese, other scripts, loose marks, controls.
wild = (
    st.text() | st.text("aâđĐoơuưyiẾằ\u0301\u0302\u0323\u031b\u200b\u00ad 12.,+#'-\n") | phrases()
)
