"""Which letters may make a Vietnamese syllable (initials, rimes and how they meet)."""

from typing import Final

#: Longest first, so that ngh is tried before ng and n.
INITIALS: Final = (
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip

_OPEN: Final = """
a ai ao au ay âu ây e eo ê êu i ia iu iêu o oa oai oao oay oe oeo oi ô ôi ơ ơi
u ua ui uôi uây uê uơ uy uya uyu ư ưa ưi ưu ươi ươu y yêu
"""
_CLOSED: Final = """
am an ang anh ăm ăn ăng âm ân âng em en eng êm ên ênh im in inh iêm iên iêng yêm yên yêng
om on ong oong ôm ôn ông ơm ơn um un ung uôm uôn uông ưm ưn ưng ươm ươn ương
oam oan oang oanh oăm oăn oăng oen uân uâng uên uênh uyn uynh uyên
"""
_STOPPED: Final = """
ap at ac ach ăp ăt ăc âp ât âc ep et ec êp êt êch ip it ich iêp iêt iêc yêt
op ot oc ooc ôp ôt ôc ơp ơt up ut uc ưt ưc uôt uôc ươp ươt ươc
oap oat oac oach oăt oăc oet uât uêch uyt uych uyêt uyp
"""
RIMES: Final = frozenset((_OPEN + _CLOSED + _STOPPED).split())

# After qu the medial u is already written, so these are read as u + rime.
_QU: Final = """
a ai ao au ay âu ây e eo ê êu i y ơ ơi ôi an ang anh am ăm ăn ăng ân âng en eng em ên ênh
in inh yn ynh yên ôn ông ơn iêng
at ac ach ăt ăc ăp ât âc et ec êt êch it ich yt ych yêt ôc ôt iêt ap ep yp ip
"""
_AFTER_QU: Final = frozenset(_QU.split())
# iê loses its i after gi: giêng, giết.
_AFTER_GI: Final = frozenset({"êng", "êt", "êc", "êm", "ên", "êu"})
#: Every rime met after some initial.
ALL_RIMES: Final = RIMES | _AFTER_QU | _AFTER_GI
# y alone is a rime after these; elsewhere (by, cry) it marks a foreign word.
_TAKES_Y: Final = frozenset({"", "h", "k", "l", "m", "n", "s", "t", "th", "v"})
_FRONT: Final = tuple("eêiy")
_NEVER_WITH_U: Final = frozenset({"k", "gh", "ngh"})


def fits(initial: str, rime: str) -> bool:
    """Say whether this initial and this toneless rime may be written together."""
    if initial == "qu":
        return rime in _AFTER_QU
    if initial == "gi":
        return (rime in RIMES and rime[0] not in "iy") or rime in _AFTER_GI
    if rime not in RIMES:
        return False
    if rime[0] == "y":
        return initial in _TAKES_Y if rime == "y" else initial == ""
    if initial in ("c", "g", "ng"):
        # gì and gìn drop one i; ghi and ghin are other syllables.
        return not rime.startswith(_FRONT) or (initial == "g" and rime in ("i", "in"))
    if initial in _NEVER_WITH_U:
        return rime.startswith(_FRONT)
    return True


def stopped(rime: str) -> bool:
    """Say whether the rime ends in a stop: such a syllable bears only sắc or nặng."""
    return rime.endswith(("p", "t", "c", "ch"))
