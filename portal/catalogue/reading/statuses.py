"""Words and codes that say where a copy stands and whether it may be lent."""

from __future__ import annotations

from functools import lru_cache

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.reading.words import folded

_WORDS = {
    CopyStatus.available: "sẵn sàng, có sẵn, còn, trong kho, trên giá, available, on shelf, in",
    CopyStatus.on_loan: "đang được mượn, đang mượn, đã mượn, cho mượn, mượn, on loan, checked out,"
    " loaned, out",
    CopyStatus.on_hold: "đang được đặt mượn, đặt mượn, đã đặt, giữ chỗ, on hold, on holds shelf,"
    " reserved",
    CopyStatus.in_transit: "đang luân chuyển, luân chuyển, in transit, transit",
    CopyStatus.processing: "đang xử lý, xử lý, mới nhập, biên mục, đóng bìa, on order, processing,"
    " in process, cataloging, bindery, reshelving",
    CopyStatus.lost: "mất, đã mất, thất lạc, lost, missing",
    CopyStatus.withdrawn: "thanh lý, đã thanh lý, rách nát, hỏng, withdrawn, discard, damaged",
}


def _keys(words: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words.split(","))


_BY_WORD = {key: status for status, words in _WORDS.items() for key in _keys(words)}
_ON_SITE = _keys("chỉ đọc tại chỗ, đọc tại chỗ, tra cứu tại chỗ, reference, library use only")
_YES = _keys("có, được, mượn về, x, 1, true, yes, y, c")
_NO = _keys("không, 0, false, no, n, k") | _ON_SITE


@lru_cache(1024)
def status_of(word: str | None) -> CopyStatus | None:
    """The status a word names: None when nothing is said, `unknown` for a word we do not know."""
    key = folded(word or "")
    if not key:
        return None
    if key in _ON_SITE:
        return CopyStatus.available
    return _BY_WORD.get(key, CopyStatus.unknown)


@lru_cache(1024)
def lendable_of(word: str | None) -> bool | None:
    """Whether a "Cho mượn" cell says yes or no; None when it says neither."""
    key = folded(word or "")
    if key in _YES:
        return True
    return False if key in _NO else None


@lru_cache(1024)
def on_site_only(word: str | None) -> bool:
    """Whether a status word says that the copy never leaves the house."""
    return folded(word or "") in _ON_SITE
