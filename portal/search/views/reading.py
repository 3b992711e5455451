"""From an address to the state it stands for, as far as a page can carry it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.i18n import gettext as _
from portal.search.labels import facet_text
from portal.search.query import Everything, ParsedQuery, cleaned
from portal.search.state import Arguments, Complaint, SearchState

SHOWN = 40  # characters of a refused value quoted back


@dataclass(frozen=True, slots=True)
class Reading:
    """cut: the words were more than is searched, the rest was left out."""

    state: SearchState
    complaints: tuple[Complaint, ...]
    cut: bool


def read(arguments: Arguments) -> Reading:
    """The state of an address, its words in NFC and no longer than is searched."""
    state, complaints = SearchState.read(arguments)
    text, cut = cleaned(state.q)
    return Reading(replace(state, q=text.strip()), tuple(complaints), cut)


def notices(reading: Reading, query: ParsedQuery) -> Iterator[str]:
    """What the reader should know about how the address was taken."""
    if query.shortened:
        yield too_long()
    if reading.state.q and isinstance(query.root, Everything):
        yield _(
            "Trong “%(typed)s” không có chữ nào để tìm, nên đây là toàn bộ mục lục.",
            typed=reading.state.q[:SHOWN],
        )
    for complaint in reading.complaints:
        yield _(
            "Đã bỏ qua %(name)s “%(value)s” vì không dùng được (nhận: %(wanted)s).",
            name=_parameter_text(complaint.parameter),
            value=complaint.value[:SHOWN],
            wanted=complaint.wanted,
        )


def too_long() -> str:
    return _("Câu tìm quá dài: chỉ phần đầu được dùng.")


def _parameter_text(name: str) -> str:
    known = {
        "field": _("trường tìm"),
        "year_from": _("năm đầu"),
        "year_to": _("năm cuối"),
        "available": _("lựa chọn còn sách"),
        "exact": _("lựa chọn tìm đúng chữ đã gõ"),
        "sort": _("cách sắp xếp"),
        "page": _("số trang"),
        "per_page": _("số kết quả một trang"),
    }
    return known.get(name) or facet_text(name)
