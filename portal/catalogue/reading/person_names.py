"""Telling a person from a body from a phrase that is neither."""

from __future__ import annotations

import re
from functools import lru_cache

from portal.catalogue.kinds import AgentKind
from portal.catalogue.reading.draft import DraftAgent
from portal.catalogue.reading.punctuation import unbracketed
from portal.vietnamese.names import direct_form, is_vietnamese_name

__all__ = ["agent_of", "agent_of_heading", "is_vietnamese_name", "names_nobody"]

MAX_PERSON = 80
MAX_BODY = 240
_MAX_WORDS = 8

# First words of bodies; a body has a word in small letters behind, or one of _STRONG_HEADS.
_HEADS = re.compile(
    r"^(?:bộ|sở|cục|vụ|ban|hội|viện|trường|phòng|nhóm|đoàn|đảng|đài|báo|tạp chí|quỹ|chi cục)\s",
    re.IGNORECASE,
)
_STRONG_HEADS = re.compile(
    r"^(?:nhà xuất bản|nxb|uỷ ban|ủy ban|học viện|đại học|trung tâm|công ty|tổng cục|tổng công ty|"
    r"thư viện|bảo tàng|liên hiệp|liên đoàn|quốc hội|chính phủ|tập đoàn|hội đồng|hội nhà|"
    r"viện nghiên cứu|viện hàn lâm|trường đại học|trường cao đẳng|câu lạc bộ|ngân hàng|toà án|"
    r"tòa án|việt nam\b|hà nội\b|cộng hoà|cộng hòa)",
    re.IGNORECASE,
)
_FOREIGN_BODY = re.compile(
    r"\b(?:university|université|institute?|ministry|ministère|association|société|society|"
    r"committee|library|bibliothèque|museum|musée|inc|corporation|company|council|"
    r"organi[sz]ation|department|center|centre|bank|press|studios?|unesco|unicef|academy|"
    r"orchestra|orchestre|ensemble|quartet|choir|school|foundation|commission)\b",
    re.IGNORECASE,
)
_PARTICLE_WORDS = """
    de von van der den la le du di da dos das del della des do al el bin ibn y e zu af av ter ten
    d' l' of the
"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_NOT_A_NAME = re.compile(r"[\d:=/@<>|\"“”«»]")
_NOBODY = re.compile(
    r"^(?:nhiều (?:tác giả|người)|các tác giả|khuyết danh|đang cập nhật|không rõ|n/?a|"
    r"various(?: authors)?|anonymous|collectif)\.?$",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")


@lru_cache(1 << 16)
def agent_of(text: str) -> DraftAgent | None:
    """The agent that a piece of a statement names, None when it is a phrase of another kind."""
    name = unbracketed(_EXPLAINED.sub(" ", text).strip(" ,;:")) or ""
    if not name or _NOBODY.match(name):
        return None
    if _is_body(name):
        return DraftAgent(name, kind=AgentKind.corporate) if len(name) <= MAX_BODY else None
    name = direct_form(name)
    return DraftAgent(name) if _is_person(name) else None


def agent_of_heading(text: str) -> DraftAgent | None:
    """The person of a name heading: there the field says that it is one, odd as it may look."""
    name = direct_form(text.strip(" ,;:/"))
    if not name or len(name) > MAX_BODY or _NOBODY.match(name):
        return None
    return DraftAgent(name)


def names_nobody(text: str) -> bool:
    """ "Nhiều tác giả", "Khuyết danh" and the like."""
    return _NOBODY.match(text.strip()) is not None


def _is_body(name: str) -> bool:
    if _STRONG_HEADS.match(name) or _FOREIGN_BODY.search(name):
        return True
    if not _HEADS.match(name):
        return False
    return any(word[:1].islower() for word in name.split()[1:])


def _is_person(name: str) -> bool:
    """One to eight words with capitals, particles apart; "của tác giả" and "2 CD" are none."""
    words = name.split()
    if not 0 < len(words) <= _MAX_WORDS or len(name) > MAX_PERSON or _NOT_A_NAME.search(name):
        return False
    named = words[:1] + [word for word in words[1:] if word.casefold() not in _PARTICLES]
    if words[0].casefold() in _PARTICLES and len(words) > 1:
        named = named[1:]  # "de Gaulle"
    return all(_capital(word) for word in named)


def _capital(word: str) -> bool:
    """Whether a word starts as names do; scripts without capitals pass."""
    first = word.lstrip("'’(-")[:1]
    elided = word[:2].casefold() in {"d'", "d’", "l'"}
    return elided or (first.isalpha() and not first.islower())
