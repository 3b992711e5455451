"""What the screen calls the facets, their values, the fields and the orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from portal.catalogue import ddc
from portal.catalogue.kinds import Material
from portal.catalogue.models import Agent, Subject
from portal.catalogue.presenters import language_text, material_text
from portal.i18n import lazy_gettext as _l
from portal.libraries.branches import Network
from portal.search.analysis import language_code

_AMONG: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)
_agent, _subject = Agent.__table__.c, Subject.__table__.c
_NAMES = select(_agent.id, _agent.name).where(_agent.id.in_(_AMONG))
_TOPICS = select(_subject.id, _subject.label).where(_subject.id.in_(_AMONG))

_FACETS = {
    "library": _l("Thư viện"),
    "material": _l("Dạng tài liệu"),
    "language": _l("Ngôn ngữ"),
    "author": _l("Tác giả"),
    "subject": _l("Chủ đề"),
    "ddc": _l("Chỉ số phân loại"),
    "room": _l("Kho"),
}
_FIELDS = {
    "": _l("Tất cả"),
    "title": _l("Nhan đề"),
    "agent": _l("Tác giả"),
    "subject": _l("Chủ đề"),
    "series": _l("Tùng thư"),
    "publisher": _l("Nhà xuất bản"),
    "note": _l("Tóm tắt, ghi chú"),
    "isbn": _l("ISBN, ISSN"),
    "barcode": _l("Số ĐKCB"),
    "call": _l("Ký hiệu xếp giá"),
    "year": _l("Năm xuất bản"),
}
_SORTS = {
    "relevance": _l("Phù hợp nhất"),
    "title": _l("Nhan đề A–Y"),
    "author": _l("Tác giả A–Y"),
    "newest": _l("Năm xuất bản, mới trước"),
    "oldest": _l("Năm xuất bản, cũ trước"),
    "added": _l("Mới nhập về"),
    "loans": _l("Mượn nhiều"),
}


def facet_text(name: str) -> str:
    return str(_FACETS[name])


def field_text(name: str) -> str:
    """A field of the one beside the box; "" is all of them."""
    return str(_FIELDS[name])


def sort_text(name: str) -> str:
    return str(_SORTS[name])


def labels(session: Session, network: Network, name: str, numbers: Iterable[int]) -> dict[int, str]:
    """Facet number → its label; values that stand for nothing are left out.

    Authors and subjects take one query, the others none.
    """
    wanted = list(numbers)
    if not wanted:
        return {}
    if name in ("author", "subject"):
        return _from_table(session, name, wanted)
    found = {number: _LABELS[name](network, number) for number in wanted}
    return {number: label for number, label in found.items() if label}


def _from_table(session: Session, name: str, ids: Sequence[int]) -> dict[int, str]:
    rows = session.execute(_NAMES if name == "author" else _TOPICS, {"ids": ids})
    return {number: label for number, label in rows}  # noqa: C416 - rows are no pairs to mypy


def _library(network: Network, number: int) -> str:
    branch = network.by_id.get(number)
    return branch.label if branch else ""


def _room(network: Network, number: int) -> str:
    for branch in network.branches:
        for room in branch.rooms:
            if room.id == number:
                return f"{room.name} – {branch.label}"
    return ""


def _material(network: Network, number: int) -> str:
    return material_text(Material(number)) if number in list(Material) else ""


def _language(network: Network, number: int) -> str:
    return language_text(language_code(number))


def _ddc(network: Network, number: int) -> str:
    """«800 Văn học»; of a section nobody wrote words for, the number."""
    digits = str(number)[1:]
    return f"{ddc.full_number(digits)} {ddc.caption(digits)}".strip()


_LABELS: dict[str, Callable[[Network, int], str]] = {
    "library": _library,
    "room": _room,
    "material": _material,
    "language": _language,
    "ddc": _ddc,
}
