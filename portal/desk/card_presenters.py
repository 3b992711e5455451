"""How a reader, a search and a history are said on the pages of the counter. Texts only."""

from __future__ import annotations

from dataclasses import dataclass

from portal.cards.addressing import EMAIL
from portal.cards.models import Borrower, CardEvent
from portal.cards.numbers import grouped
from portal.cards.overview import Overview
from portal.cards.presenters import (
    act_text,
    death_text,
    document_text,
    gender_text,
    likeness_text,
    problem_text,
    relation_text,
    state_text,
)
from portal.cards.scanning import Unread
from portal.cards.states import Act, State, Who
from portal.cards.words import Consented, Consenter, Found
from portal.desk.presenters import library_text, moment_text
from portal.i18n import LANGUAGES, date_text
from portal.i18n import gettext as _
from portal.libraries.branches import Network
from portal.libraries.places import communes

__all__ = [
    "act_text",
    "by_text",
    "comparison",
    "consent_text",
    "consenter_text",
    "death_text",
    "document_text",
    "found_text",
    "gender_text",
    "grouped",
    "groups",
    "likeness_text",
    "marks",
    "moment_text",
    "problem_text",
    "state_icon",
    "state_text",
    "unread_text",
    "verb_text",
    "why_text",
]  # fmt: skip

Pairs = list[tuple[str, str]]


def verb_text(name: str) -> str:
    """What a button, or the fold around its form, says."""
    return {
        "tai-quay": _("Duyệt và ghi nhận giấy tờ"),
        "duyet": _("Duyệt, cấp số tạm"),
        "bo-sung": _("Yêu cầu bổ sung"),
        "tu-choi": _("Từ chối"),
        "giay-to": _("Ghi nhận giấy tờ"),
        "trao": _("Đã trao thẻ"),
        "gia-han": _("Gia hạn"),
        "bao-mat": _("Báo mất thẻ"),
        "cap-lai": _("Cấp lại số mới"),
        "anh": _("Ảnh chân dung"),
        "lien-he": _("Sửa thông tin liên hệ"),
        "email": _("Email"),
        "sua": _("Sửa theo giấy tờ"),
        "giam-ho": _("Sửa người giám hộ"),
        "chinh-chu": _("Trao thẻ cho chính chủ"),
        "khoa": _("Khóa thẻ"),
        "mo-khoa": _("Mở khóa"),
        "dong": _("Đóng thẻ"),
        "mo-lai": _("Mở lại đăng ký"),
    }[name]


def state_icon(state: State) -> str:
    """Beside the word, never in its place."""
    return {
        State.ACTIVE: "check",
        State.PROVISIONAL: "clock",
        State.PENDING: "clock",
        State.NEEDS_INFO: "question",
        State.UNVERIFIED: "question",
        State.EXPIRED: "calendar",
        State.BLOCKED: "alert",
    }.get(state, "cross")


def unread_text(unread: Unread) -> str:
    """Why nothing was looked for."""
    return {
        Unread.EMPTY: _("Chưa có gì để tìm."),
        Unread.CHECK_DIGIT: _(
            "Số thẻ sai chữ số kiểm tra: có chữ số gõ nhầm hoặc hai chữ số đổi chỗ."
        ),
        Unread.LENGTH: _("Số này không phải số thẻ (11 chữ số) hay số căn cước (12 chữ số)."),
        Unread.CCCD: _("Ba chữ số đầu không phải mã tỉnh nào: số căn cước này gõ nhầm."),
        Unread.BIRTHDAY: _("Tìm theo tên cần cả ngày sinh, thí dụ: Nguyễn Thị Lan 14/3/1990."),
    }[unread]


def groups(found: Overview, network: Network, kind: str) -> list[tuple[str, Pairs]]:
    """All that is known of a reader, group by group."""
    row = found.row
    shown = [
        (_("Bạn đọc"), _person(found)),
        (_("Liên hệ"), _contact(row)),
        (_("Người giám hộ"), _guardian(found) if row.guardian_name else []),
        (_("Thẻ"), _card(found, network, kind)),
    ]
    return [(title, [pair for pair in pairs if pair[1]]) for title, pairs in shown if pairs]


@dataclass(frozen=True, slots=True)
class Compared:
    """A line of two readers beside each other. same: None where only one of them says anything."""

    label: str
    left: str
    right: str
    same: bool | None


def comparison(one: Overview, other: Overview, network: Network) -> list[Compared]:
    """Two readers line by line, whether they agree; how to reach them only of whoever is shown
    whole.
    """
    left, right = _said(one, network), _said(other, network)
    hidden = set() if other.whole else {label for label, _ in _reached(other)}
    return [
        Compared(
            label,
            left[label],
            _("có ghi, không hiện") if label in hidden and right[label] else right[label],
            left[label] == right[label] if left[label] and right[label] else None,
        )
        for label in left
        if left[label] or right[label]
    ]


def marks(side: Overview) -> str:
    """What tells one of two from the other in a word: the last digits of the document, the card."""
    _label, number = _living(side)
    shown = [
        side.document or "",
        _("thẻ %(number)s", number=number) if number and side.whole else "",
    ]
    return ", ".join(filter(None, shown))


def _said(side: Overview, network: Network) -> dict[str, str]:
    return dict([*_person(side), *_at(side, network), *_reached(side)])


def _reached(side: Overview) -> Pairs:
    """By what a reader is reached, or their card used."""
    return [*_contact(side.row), *_guardian(side), _living(side)]


def by_text(event: CardEvent) -> str:
    """Who did something: a librarian by name, everybody else by what they are."""
    if event.who is Who.STAFF:
        return event.name or _("Thủ thư")
    return {
        Who.READER: _("Bạn đọc"),
        Who.SCHOOL: _("Nhà trường"),
        Who.PORTAL: _("Cổng bạn đọc"),
    }[event.who]


def why_text(event: CardEvent) -> str:
    """Why something was done; of a correction, which fields."""
    if event.act not in (Act.EDIT, Act.CORRECT) or not event.why:
        return event.why or ""
    if event.why == EMAIL:
        return _("Email")
    return ", ".join(_columns().get(name, name) for name in event.why.split(", "))


def _columns() -> dict[str, str]:
    """Columns of a borrower as the page calls them."""
    return {
        "full_name": _("Họ và tên"),
        "birthday": _("Ngày sinh"),
        "gender": _("Giới tính"),
        "id_kind": _("Giấy tờ"),
        "occupation": _("Nghề nghiệp"),
        "school": _("Trường"),
        "class_name": _("Lớp"),
        "address": _("Địa chỉ"),
        "commune_code": _("Xã, phường"),
        "phone": _("Điện thoại"),
        "locale": _("Ngôn ngữ của thư"),
        "password": _("Đường dẫn đặt mật khẩu"),
        "email": _("Gỡ địa chỉ email"),
        "photo": _("Ảnh chân dung"),
        "guardian_name": _("Người giám hộ"),
        "guardian_relation": _("Quan hệ"),
        "guardian_id_kind": _("Giấy tờ của người giám hộ"),
        "guardian_phone": _("Điện thoại người giám hộ"),
    }


def found_text(found: Found) -> str:
    """How somebody came to a reader's page."""
    return {
        Found.OWN: _("bạn đọc của thư viện"),
        Found.NUMBER: _("tìm theo số thẻ"),
        Found.DOCUMENT: _("tìm theo giấy tờ"),
        Found.NAME: _("tìm theo tên và ngày sinh"),
        Found.LIKENESS: _("so sánh khi nghi trùng"),
    }[found]


def consent_text(what: Consented) -> str:
    return {
        Consented.RULES: _("Chấp hành nội quy"),
        Consented.DATA: _("Xử lý dữ liệu của trẻ"),
        Consented.PUBLISH_NAME: _("Đăng tên"),
        Consented.PUBLISH_IMAGE: _("Đăng hình ảnh"),
    }[what]


def consenter_text(by: Consenter) -> str:
    return {
        Consenter.SELF: _("bạn đọc"),
        Consenter.GUARDIAN: _("người giám hộ"),
        Consenter.SCHOOL: _("nhà trường"),
    }[by]


def _person(found: Overview) -> Pairs:
    row = found.row
    return [
        (_("Họ và tên"), row.full_name or ""),
        (_("Ngày sinh"), date_text(row.birthday)),
        (_("Giới tính"), gender_text(row.gender) if row.gender else ""),
        (_("Giấy tờ"), _document(row.id_kind and document_text(row.id_kind), found.document)),
        (_("Nghề nghiệp"), row.occupation or ""),
        (_("Trường, lớp"), ", ".join(filter(None, (row.school, row.class_name)))),
    ]


def _contact(row: Borrower) -> Pairs:
    commune = communes().get(row.commune_code or "")
    place = commune.full_name if commune else ""
    confirmed = _("đã xác nhận") if row.email_confirmed_at else _("chưa xác nhận")
    return [
        (_("Điện thoại"), row.phone or ""),
        (_("Email"), f"{row.email} ({confirmed})" if row.email else ""),
        (_("Địa chỉ"), ", ".join(filter(None, (row.address, place)))),
        (_("Ngôn ngữ của thư"), LANGUAGES.get(row.locale, "")),
    ]


def _guardian(found: Overview) -> Pairs:
    row = found.row
    kind = row.guardian_id_kind and document_text(row.guardian_id_kind)
    return [
        (_("Người giám hộ"), row.guardian_name or ""),
        (_("Quan hệ"), relation_text(row.guardian_relation) if row.guardian_relation else ""),
        (_("Giấy tờ của người giám hộ"), _document(kind, found.guardian_document)),
        (_("Điện thoại người giám hộ"), row.guardian_phone or ""),
    ]


def _card(found: Overview, network: Network, kind: str) -> Pairs:
    row = found.row
    return [
        (_("Loại thẻ"), kind),
        (_("Thư viện"), library_text(network, row.library_id)),
        (_("Đăng ký lúc"), moment_text(row.created_at)),
        (_("Xuất trình giấy tờ trước hết ngày"), date_text(row.provisional_until)),
        (_("Có giá trị đến"), date_text(row.valid_until)),
    ]


def _at(found: Overview, network: Network) -> Pairs:
    return [
        (_("Thư viện"), library_text(network, found.row.library_id)),
        (_("Trạng thái"), state_text(found.state)),
        (_("Đăng ký lúc"), moment_text(found.row.created_at)),
    ]


def _living(found: Overview) -> tuple[str, str]:
    living = [one.number for one in found.numbers if one.dead_at is None]
    return _("Số thẻ"), ", ".join(map(grouped, living))


def _document(kind: str | None, masked: str | None) -> str:
    return f"{kind} {masked}" if kind and masked else ""
