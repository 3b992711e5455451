"""What the desk's pages call things. Texts only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portal.accounts.staff_texts import role_text as role_text  # the pages ask here
from portal.catalogue.kinds import Material
from portal.catalogue.presenters import issn_text, language_text, material_text
from portal.clock import in_hanoi
from portal.desk.matches import Match, Side
from portal.i18n import date_text, number_text
from portal.i18n import gettext as _
from portal.libraries.branches import Network


def moment_text(moment: datetime) -> str:
    """«14:05, 21/04/2025», the time of Hà Nội."""
    return f"{in_hanoi(moment):%H:%M}, {date_text(moment)}"


def library_text(network: Network, library_id: int) -> str:
    branch = network.by_id.get(library_id)
    return branch.label if branch else _("Thư viện số %(number)s", number=library_id)


def field_text(name: str) -> str:
    """The name of a field of `comparing.FIELDS`."""
    return {
        "title": _("Nhan đề"),
        "subtitle": _("Phần còn lại của nhan đề"),
        "volume": _("Tập"),
        "part_title": _("Nhan đề tập"),
        "authors": _("Tác giả"),
        "contributors": _("Người khác tham gia"),
        "edition": _("Lần xuất bản"),
        "year": _("Năm xuất bản"),
        "publisher": _("Nhà xuất bản"),
        "place": _("Nơi xuất bản"),
        "isbn": "ISBN",
        "issn": "ISSN",
        "language": _("Ngôn ngữ"),
        "material": _("Dạng tài liệu"),
        "extent": _("Mô tả vật lý"),
        "size": _("Khổ"),
        "series": _("Tùng thư"),
        "series_number": _("Số trong tùng thư"),
        "ddc": _("Chỉ số phân loại"),
    }[name]


def value_text(field: str, values: Sequence[str]) -> str:
    """What one side says in a field; "" where it says nothing."""
    if field == "material":
        return ", ".join(material_text(Material[value]) for value in values)
    if field == "language":
        return ", ".join(map(language_text, values))
    if field == "issn":
        return ", ".join(map(issn_text, values))
    return ", ".join(values)


def evidence_text(match: Match) -> str:
    """Why anybody thought that these might be one edition."""
    if match.isbn:
        return _("Hai mô tả có chung ISBN %(isbn)s.", isbn=match.isbn)
    return _("Hai mô tả trùng nhan đề, tác giả, năm, nhà xuất bản và tập, hoặc cùng để trống.")


def reason_texts(reasons: Sequence[str]) -> list[str]:
    """Why the import did not decide by itself, one sentence each."""
    known = _reasons()
    found = [known[name] for name in reasons if name in known]
    return found or [_("Không đủ căn cứ để tự ghép.")]


def _reasons() -> dict[str, str]:
    return {
        "several": _("Nhiều biểu ghi cùng hợp, chọn một là đoán."),
        "little": _("Mô tả quá ngắn: thiếu tác giả, năm hoặc nhà xuất bản để so."),
        "title": _("Nhan đề khác nhau."),
        "year": _("Năm xuất bản khác nhau."),
        "edition": _("Lần xuất bản khác nhau."),
        "language": _("Ngôn ngữ khác nhau."),
        "material": _("Dạng tài liệu khác nhau."),
        "volume": _("Tập khác nhau, hoặc chỉ một bên ghi tập."),
        "part": _("Nhan đề tập khác nhau."),
        "extent": _("Số trang khác nhau."),
        "isbn": _("ISBN khác nhau."),
    }


def copies_text(side: Side, network: Network) -> str:
    """«Ba Đình (2), Tây Hồ (1)»: where the copies of one side are."""
    named = sorted(
        (library_text(network, library_id), count) for library_id, count in side.copies.items()
    )
    return ", ".join(f"{name} ({number_text(count)})" for name, count in named)


def answer_text(resolution: str) -> str:
    """What somebody answered, as the button said it."""
    return {"same": _("Là một"), "different": _("Là hai")}.get(resolution, _("Đã xem"))
