"""What the desk often asks or says no for, ready to tick. Said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from portal.i18n import gettext as _
from portal.i18n import speaking


def questions() -> dict[str, str]:
    """What is asked of a reader whose registration cannot be approved yet."""
    return {
        "number": _("Bạn kiểm tra lại số giấy tờ và cho chúng tôi biết số đúng."),
        "birthday": _("Bạn kiểm tra lại ngày sinh và cho chúng tôi biết ngày đúng."),
        "name": _("Bạn cho biết họ và tên đầy đủ như trên giấy tờ."),
        "phone": _("Bạn cho biết số điện thoại để thư viện liên hệ."),
        "address": _("Bạn cho biết địa chỉ đang ở."),
        "guardian": _("Bạn cho biết họ tên, số căn cước và điện thoại của người giám hộ."),
    }


def refusals() -> dict[str, str]:
    """Why a registration is refused."""
    return {
        "there_already": _("Bạn đã có thẻ trong mạng lưới; thẻ ấy vẫn dùng được."),
        "differs": _("Giấy tờ không khớp với thông tin đăng ký."),
        "no_answer": _("Thư viện đã hỏi nhưng chưa nhận được trả lời."),
        "nobody": _("Thông tin đăng ký không phải của một người có thật."),
    }


def blocks() -> dict[str, str]:
    """Why a card is blocked."""
    return {
        "overdue": _("Tài liệu mượn đã quá hạn lâu mà chưa trả."),
        "damage": _("Tài liệu bị mất hoặc hỏng chưa được giải quyết."),
        "lent": _("Thẻ do người khác sử dụng."),
        "rules": _("Vi phạm nội quy thư viện."),
    }


PHRASES = {"ask": questions, "refuse": refusals, "block": blocks}


def said(about: str, ticked: Iterable[str], own: str, locale: str) -> str:
    """One text of the phrases ticked and the librarian's own words, for a reader of `locale`."""
    with speaking(locale):
        known = PHRASES[about]()
        sentences = [known[name] for name in ticked if name in known]
    return "\n".join([*sentences, own.strip()]).strip()
