"""What the screen calls the facets, their values, the fields and the orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from portal.catalogue import ddc
from portal.catalogue.kinds import Material
from portal.catalogue.models import Agent, Subject
from portal.catalogue.presenters import language_text, material_text
from portal.i18n import lazy_gettext as _l
from portal.libraries.branches import Network
from portal.search.analysis import language_code

_agent, _subject = Agent.__table__.c, Subject.__table__.c
_NAMED = {  # facets whose labels are rows of a table
    name: select(literal(name, literal_execute=True), number, label).where(
        number.in_(bindparam(name, expanding=True))
    )
    for name, number, label in (
        ("author", _agent.id, _agent.name),
        ("subject", _subject.id, _subject.label),
    )
}
_ALL_NAMED = union_all(*_NAMED.values())

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
    """Facet number → its label; values that stand for nothing are left out."""
    return all_labels(session, network, {name: list(numbers)})[name]


def all_labels(
    session: Session, network: Network, wanted: Mapping[str, Sequence[int]]
) -> dict[str, dict[int, str]]:
    """The same for several facets by their names; authors and subjects take one query together."""
    found: dict[str, dict[int, str]] = {name: {} for name in wanted}
    named = {name: numbers for name, numbers in wanted.items() if name in _NAMED and numbers}
    if named:
        query = _ALL_NAMED if len(named) == len(_NAMED) else _NAMED[next(iter(named))]
        for name, number, label in session.connection().execute(query, named).all():
            found[name][number] = label
    for name in wanted.keys() - _NAMED.keys():
        told = {number: _LABELS[name](network, number) for number in wanted[name]}
        found[name] = {number: label for number, label in told.items() if label}
    return found


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
