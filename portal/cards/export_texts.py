"""All that is kept of somebody, in words: the page beside the file for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.accounts.export_texts import moment_text
from portal.cards.numbers import grouped
from portal.cards.own_texts import consented_text, consenter_text
from portal.cards.presenters import (
    act_text,
    death_text,
    document_text,
    gender_text,
    relation_text,
    state_text,
)
from portal.cards.states import Act, State, Who
from portal.cards.words import Consented, Consenter, Death, Document, Gender, Relation
from portal.i18n import LANGUAGES, date_text
from portal.i18n import gettext as _
from portal.libraries.places import communes


@dataclass(frozen=True, slots=True)
class Told:
    """facts: (what, value), those that say nothing left out. Lines: the newest last."""

    facts: list[tuple[str, str]]
    numbers: list[str]
    consents: list[str]
    events: list[str]
    looks: list[str]


def readable(kept: Mapping[str, Any]) -> Told:
    """What `exporting.export` gives, in the reader's language."""
    facts = [(label, _FACTS[name](kept[name])) for name, label in _labels().items() if kept[name]]
    return Told(
        facts=facts,
        numbers=[_number(one) for one in kept["numbers"]],
        consents=[_consent(one) for one in kept["consents"]],
        events=[_event(one) for one in kept["events"]],
        looks=[
            f"{moment_text(one['at'])}: {one['library'] or _('thành phố')}" for one in kept["looks"]
        ],
    )


def _day(text: str) -> str:
    return date_text(date.fromisoformat(text))


def _commune(code: str) -> str:
    found = communes().get(code)
    return found.full_name if found else code


_FACTS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(
        ("full_name", "occupation", "school", "class_name", "address", "phone", "email",
         "id_number", "guardian_name", "guardian_phone", "guardian_id_number", "library",
         "reason", "answer"),
        str,
    ),
    **dict.fromkeys(("birthday", "provisional_until", "valid_until", "reminded_of"), _day),
    **dict.fromkeys(("created_at", "email_confirmed_at"), moment_text),
    **dict.fromkeys(("id_kind", "guardian_id_kind"), lambda text: document_text(Document(text))),
    "gender": lambda text: gender_text(Gender(text)),
    "guardian_relation": lambda text: relation_text(Relation(text)),
    "commune_code": _commune,
    "photo": lambda _text: _("có; ảnh nằm trong tệp tải về"),
    "state": lambda text: state_text(State(text)),
    "locale": lambda text: str(LANGUAGES[text]),
}  # fmt: skip


def _labels() -> dict[str, str]:
    return {
        "full_name": _("Họ và tên"),
        "birthday": _("Ngày sinh"),
        "gender": _("Giới tính"),
        "id_kind": _("Giấy tờ"),
        "id_number": _("Số giấy tờ"),
        "occupation": _("Nghề nghiệp"),
        "school": _("Trường"),
        "class_name": _("Lớp"),
        "address": _("Số nhà, đường"),
        "commune_code": _("Phường, xã"),
        "phone": _("Điện thoại"),
        "email": _("Email"),
        "email_confirmed_at": _("Email được xác nhận lúc"),
        "guardian_name": _("Người giám hộ"),
        "guardian_relation": _("Quan hệ"),
        "guardian_id_kind": _("Giấy tờ của người giám hộ"),
        "guardian_id_number": _("Số giấy tờ của người giám hộ"),
        "guardian_phone": _("Điện thoại người giám hộ"),
        "photo": _("Ảnh chân dung"),
        "library": _("Thư viện"),
        "state": _("Trạng thái"),
        "reason": _("Thư viện viết"),
        "answer": _("Bạn trả lời"),
        "provisional_until": _("Thẻ tạm đến ngày"),
        "valid_until": _("Có giá trị đến"),
        "reminded_of": _("Đã nhắc gia hạn, ngày cuối"),
        "created_at": _("Đăng ký lúc"),
        "locale": _("Ngôn ngữ của thư"),
    }


def _number(one: Mapping[str, Any]) -> str:
    number = grouped(one["number"])
    if one["dead_at"] is None:
        return _("%(number)s, cấp lúc %(at)s", number=number, at=moment_text(one["issued_at"]))
    return _(
        "%(number)s, cấp lúc %(at)s, hủy lúc %(dead)s: %(why)s",
        number=number,
        at=moment_text(one["issued_at"]),
        dead=moment_text(one["dead_at"]),
        why=death_text(Death(one["why"])),
    )


def _consent(one: Mapping[str, Any]) -> str:
    values = {
        "what": consented_text(Consented(one["what"])),
        "by": consenter_text(Consenter(one["by"])),
        "at": moment_text(one["at"]),
    }
    if one["withdrawn_at"] is None:
        return _("%(what)s: %(by)s đồng ý lúc %(at)s", **values)
    values["until"] = moment_text(one["withdrawn_at"])
    return _("%(what)s: %(by)s đồng ý lúc %(at)s, rút lại lúc %(until)s", **values)


def _event(one: Mapping[str, Any]) -> str:
    return _(
        "%(at)s: %(act)s (%(who)s, %(library)s)",
        at=moment_text(one["at"]),
        act=act_text(Act(one["act"])),
        who=_who(Who(one["by"])),
        library=one["library"],
    )


def _who(who: Who) -> str:
    return {
        Who.READER: _("bạn đọc"),
        Who.STAFF: _("thủ thư"),
        Who.SCHOOL: _("nhà trường"),
        Who.PORTAL: _("hệ thống"),
    }[who]
