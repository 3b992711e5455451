"""What readers are told of their own cards: what one is good for, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from portal.cards.kinds import Kind
from portal.cards.own import OwnCard
from portal.cards.rights import Right
from portal.cards.states import State
from portal.cards.words import Consented, Consenter
from portal.i18n import date_text, locale_code
from portal.i18n import gettext as _


def rights_texts(card: OwnCard, day: date) -> list[tuple[str, bool]]:
    """Everything a card may be good for, and whether it is on this day."""
    rights = card.rights(day)
    return [(right_text(right), right in rights) for right in Right]


def right_text(right: Right) -> str:
    return {
        Right.LISTS: _("Lưu danh sách của tôi"),
        Right.SIGN_UP: _("Đăng ký sự kiện"),
        Right.HOLD: _("Đặt mượn sách"),
        Right.BORROW: _("Mượn sách về nhà"),
    }[right]


def lasts_text(card: OwnCard) -> str:
    """Till when, in a few words; empty where there is no such day."""
    if card.valid_until:
        return date_text(card.valid_until)
    if card.state is State.PROVISIONAL and card.provisional_until:
        return _("thẻ tạm, đến %(day)s", day=date_text(card.provisional_until))
    return ""


def next_text(card: OwnCard, kind: Kind | None, day: date) -> str:
    """The one thing to do now, or that there is nothing to do."""
    if card.of_age:
        return _("Bạn đọc đã đến tuổi tự giữ thẻ: hãy trao thẻ lại.")
    if card.state in (State.PROVISIONAL, State.ACTIVE, State.EXPIRED) and card.number is None:
        return _("Số thẻ cũ đã hủy. Đến quầy thư viện để nhận số mới.")
    return _NEXT[card.state](card, kind, day)


def _provisional(card: OwnCard, kind: Kind | None, day: date) -> str:
    bring = kind.bring(locale_code()) if kind else ""
    if card.provisional_until and card.provisional_until < day:
        return _("Hạn của số tạm đã qua. Bạn vẫn đến quầy được, mang theo %(bring)s.", bring=bring)
    until = date_text(card.provisional_until)
    return _(
        "Đến quầy trước hết ngày %(day)s để mượn được sách. Mang theo %(bring)s.",
        day=until,
        bring=bring,
    )


def _active(card: OwnCard, kind: Kind | None, day: date) -> str:
    if card.renews(day):
        return _("Thẻ sắp hết hạn: gia hạn ngay được.")
    return _("Không cần làm gì.")


_NEXT: dict[State, Callable[[OwnCard, Kind | None, date], str]] = {
    State.UNVERIFIED: lambda *_all: _("Mở thư xác nhận trong hộp thư của bạn."),
    State.PENDING: lambda *_all: _("Thư viện đang xem đăng ký. Bạn chờ thư báo."),
    State.NEEDS_INFO: lambda *_all: _("Thư viện hỏi thêm: hãy trả lời."),
    State.REJECTED: lambda *_all: _("Bạn hỏi thư viện, hoặc đăng ký lại."),
    State.PROVISIONAL: _provisional,
    State.ACTIVE: _active,
    State.EXPIRED: lambda *_all: _("Thẻ đã hết hạn: gia hạn ngay được."),
    State.BLOCKED: lambda *_all: _("Bạn hỏi thư viện để mở lại thẻ."),
    State.CLOSED: lambda *_all: _("Thẻ đã đóng. Muốn dùng lại, bạn đăng ký mới hoặc hỏi thư viện."),
    State.PURGED: lambda *_all: "",
}


def alone_text(library: str) -> str:
    """What somebody of age does where the parent does nothing."""
    return _(
        "Người ấy cũng tự làm được: đến quầy %(library)s, mang theo một giấy tờ của mình, nhận thẻ"
        " và đặt mật khẩu riêng.",
        library=library,
    )


def consented_text(what: Consented) -> str:
    return {
        Consented.RULES: _("Chấp hành nội quy thư viện"),
        Consented.DATA: _("Thư viện giữ thông tin để cấp và dùng thẻ"),
        Consented.PUBLISH_NAME: _("Đăng tên trên trang công khai, ví dụ khi được giải"),
        Consented.PUBLISH_IMAGE: _("Đăng hình ảnh trên trang công khai"),
    }[what]


def consenter_text(by: Consenter) -> str:
    return {
        Consenter.SELF: _("Chính bạn đọc"),
        Consenter.GUARDIAN: _("Người giám hộ"),
        Consenter.SCHOOL: _("Nhà trường"),
    }[by]
