"""What the settings of cards are called, and their values in words. Texts only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from portal.cards.due import RULES
from portal.cards.kinds import Kind
from portal.cards.models import SettingChange
from portal.cards.presenters import document_text
from portal.cards.previewing import Effect
from portal.cards.words import Audience, Document
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.i18n import ngettext, number_text

LABELS: Final[Mapping[str, str]] = {
    "code": _l("Loại thẻ mới"),
    "name_vi": _l("Tên loại thẻ"),
    "name_en": _l("Tên bằng tiếng Anh"),
    "bring_vi": _l("Cần mang theo gì"),
    "bring_en": _l("Cần mang theo gì, bằng tiếng Anh"),
    "audience": _l("Dành cho"),
    "age_from": _l("Từ tuổi"),
    "age_to": _l("Đến tuổi"),
    "documents": _l("Giấy tờ được nhận"),
    "fee": _l("Phí làm thẻ (đồng)"),
    "deposit": _l("Tiền cọc (đồng)"),
    "months_valid": _l("Thẻ có hạn (tháng)"),
    "email_needed": _l("Bắt buộc có email"),
    "phone_needed": _l("Bắt buộc có điện thoại"),
    "offered": _l("Nhận đăng ký loại thẻ này"),
    "position": _l("Thứ tự trong danh sách"),
    "adult_age": _l("Tuổi tự đứng tên thẻ"),
    "consent_age": _l("Tuổi được hỏi ý kiến khi đăng tên, ảnh"),
    "provisional_at_once": _l("Cấp số tạm ngay khi xác nhận email"),
    "days_provisional": _l("Số ngày của thẻ tạm"),
    "hours_unverified": _l("Số giờ chờ xác nhận email"),
    "days_rejected": _l("Số ngày giữ đăng ký bị từ chối"),
    "days_never_shown": _l("Số ngày giữ đăng ký không ai đến nhận"),
    "years_closed": _l("Số năm giữ thông tin sau khi đóng thẻ"),
    "days_renewal": _l("Số ngày trước hạn được gia hạn trên mạng"),
}
"""Each field of a kind of card and of the policy, in the order of the forms."""


def label(field: str) -> str:
    return str(LABELS.get(field, field))


def audience_text(audience: Audience) -> str:
    return {
        Audience.ADULT: _("Người lớn"),
        Audience.CHILD: _("Trẻ em"),
        Audience.ANYONE: _("Mọi lứa tuổi"),
    }[audience]


def documents_text(documents: tuple[Document, ...]) -> str:
    return ", ".join(map(document_text, documents))


def money_text(amount: int) -> str:
    """«không thu», «20.000 đ»."""
    return _("%(amount)s đ", amount=number_text(amount)) if amount else _("không thu")


def costs_text(kind: Kind) -> str:
    """«phí 20.000 đ, cọc 100.000 đ»; what is not asked for is left out."""
    costs = [
        _("phí %(amount)s", amount=money_text(kind.fee)) if kind.fee else "",
        _("cọc %(amount)s", amount=money_text(kind.deposit)) if kind.deposit else "",
    ]
    return ", ".join(filter(None, costs)) or _("không thu")


def ages_text(kind: Kind) -> str:
    if kind.age_to is None:
        return _("từ %(age)s tuổi", age=kind.age_from) if kind.age_from else _("mọi tuổi")
    return _("%(start)s–%(end)s tuổi", start=kind.age_from, end=kind.age_to)


def months_text(months: int) -> str:
    return ngettext("%(num)s tháng", "%(num)s tháng", months)


def needs_text(kind: Kind) -> str:
    needs = [(_("email"), kind.email_needed), (_("điện thoại"), kind.phone_needed)]
    return ", ".join(name for name, needed in needs if needed) or _("email hoặc điện thoại")


def value_text(field: str, value: Any) -> str:
    """A value of a setting in words."""
    if value is None:
        return _("không giới hạn") if field == "age_to" else _("theo mặc định")
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    texts: dict[str, Callable[[Any], str]] = {
        "audience": audience_text,
        "documents": documents_text,
        "fee": money_text,
        "deposit": money_text,
        "months_valid": months_text,
    }
    return texts[field](value) if field in texts else str(value)


def followed_text(field: str, own: Any, followed: Any) -> str:
    """A library's own value; without one, what it follows."""
    if own is not None:
        return value_text(field, own)
    return _("%(value)s, theo mặc định", value=value_text(field, followed))


def logged_text(change: SettingChange, value: str | None) -> str:
    """A value as the log of changes keeps it (as text), in words."""
    return value_text(change.field, _from_log(change.field, value))


def _from_log(field: str, value: str | None) -> Any:
    if value is None:
        return None
    if value in ("True", "False"):
        return value == "True"
    if field == "audience":
        return Audience(value)
    if field == "documents":
        return tuple(map(Document, value.split()))
    return int(value) if field in ("fee", "deposit", "months_valid") else value


def touched_text(effect: Effect) -> str:
    """Whom a change touches at once."""
    count = effect.touched
    if not count:
        return _("Chỉ áp dụng cho việc về sau.")
    if effect.field in RULES:
        return ngettext(
            "Thông tin của %(num)s bạn đọc sẽ bị xóa thêm ở lần dọn dữ liệu tới.",
            "Thông tin của %(num)s bạn đọc sẽ bị xóa thêm ở lần dọn dữ liệu tới.",
            count,
        )
    if effect.field == "adult_age":
        return ngettext(
            "%(num)s bạn đọc đổi giữa trẻ em và người lớn.",
            "%(num)s bạn đọc đổi giữa trẻ em và người lớn.",
            count,
        )
    return ngettext(
        "%(num)s người đang giữ thẻ này sẽ không gia hạn được nữa.",
        "%(num)s người đang giữ thẻ này sẽ không gia hạn được nữa.",
        count,
    )
