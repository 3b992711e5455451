"""What the screen calls the facets, their values, the fields and the orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue import ddc
from portal.catalogue.kinds import Material
from portal.catalogue.models import Agent, Subject
from portal.catalogue.presenters import language_text, material_text
from portal.i18n import gettext as _
from portal.libraries.branches import Network
from portal.search.analysis import language_code


def facet_text(name: str) -> str:
    return {
        "library": _("Thư viện"),
        "material": _("Dạng tài liệu"),
        "language": _("Ngôn ngữ"),
        "author": _("Tác giả"),
        "subject": _("Chủ đề"),
        "ddc": _("Chỉ số phân loại"),
        "room": _("Kho"),
    }[name]


def field_text(name: str) -> str:
    """A field of the one beside the box; "" is all of them."""
    return {
        "": _("Tất cả"),
        "title": _("Nhan đề"),
        "agent": _("Tác giả"),
        "subject": _("Chủ đề"),
        "series": _("Tùng thư"),
        "publisher": _("Nhà xuất bản"),
        "note": _("Tóm tắt, ghi chú"),
        "isbn": _("ISBN, ISSN"),
        "barcode": _("Số ĐKCB"),
        "call": _("Ký hiệu xếp giá"),
        "year": _("Năm xuất bản"),
    }[name]


def sort_text(name: str) -> str:
    return {
        "relevance": _("Phù hợp nhất"),
        "title": _("Nhan đề A–Y"),
        "author": _("Tác giả A–Y"),
        "newest": _("Năm xuất bản, mới trước"),
        "oldest": _("Năm xuất bản, cũ trước"),
        "added": _("Mới nhập về"),
        "loans": _("Mượn nhiều"),
    }[name]


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
    query = (
        select(Agent.id, Agent.name).where(Agent.id.in_(ids))
        if name == "author"
        else select(Subject.id, Subject.label).where(Subject.id.in_(ids))
    )
    return {row[0]: row[1] for row in session.execute(query)}


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
