"""What is kept of an account, in words: the page beside the file for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.accounts.secrets_models import LinkKind
from portal.accounts.staff_models import StaffAct
from portal.accounts.staff_texts import act_text, role_text
from portal.clock import in_hanoi
from portal.i18n import LANGUAGES, date_text
from portal.i18n import gettext as _
from portal.roles import STAFF, Role


@dataclass(frozen=True, slots=True)
class Told:
    """facts: (what, value), those that say nothing left out. at_work: one of the staff."""

    facts: list[tuple[str, str]]
    devices: list[str]
    links: list[str]
    events: list[str]
    at_work: bool


def readable(kept: Mapping[str, Any]) -> Told:
    """The account's own part of `exporting.export`, in the reader's language."""
    role = Role(kept["role"])
    at_work = role in STAFF
    return Told(
        facts=[(label, value) for label, value in _facts(kept, at_work=at_work) if value],
        devices=[_device(one) for one in kept["devices"]],
        links=[_link(one) for one in kept["links"]],
        events=[_event(one) for one in kept["events"]],
        at_work=at_work,
    )


def moment_text(text: str | None) -> str:
    """`14:05, 29/11/2026`, of a moment in the file; "" for none."""
    if text is None:
        return ""
    moment = datetime.fromisoformat(text)
    return f"{in_hanoi(moment):%H:%M}, {date_text(moment)}"


def _facts(kept: Mapping[str, Any], *, at_work: bool) -> list[tuple[str, str]]:
    since = kept["second_factor_since"]
    factor = _("bật từ %(at)s", at=moment_text(since)) if since else _("chưa bật")
    codes = str(kept["recovery_codes_left"]) if since else ""
    names = [
        _("%(name)s, từ %(at)s", name=one["name"], at=moment_text(one["added_at"]))
        for one in kept["sign_in_names"]
    ]
    return [
        (_("Họ và tên"), kept["name"]),
        (_("Email"), kept["email"] or ""),
        (_("Đăng nhập bằng số"), "; ".join(names)),
        (_("Vai trò"), role_text(Role(kept["role"]))),
        (_("Thư viện"), kept["library"] or ""),
        (_("Ngôn ngữ của thư"), LANGUAGES[kept["locale"]]),
        (_("Mở tài khoản lúc"), moment_text(kept["created_at"])),
        (_("Mật khẩu"), _("đã đặt") if kept["has_password"] else _("chưa đặt")),
        (_("Xác thực hai lớp"), factor if at_work or since else ""),
        (_("Mã dự phòng còn lại"), codes),
        (_("Phải bật xác thực hai lớp, tính từ"), moment_text(kept["second_factor_due_from"])),
    ]


def _device(one: Mapping[str, Any]) -> str:
    values = {
        "device": one["device"] or _("Trình duyệt không rõ tên"),
        "at": moment_text(one["signed_in_at"]),
        "seen": moment_text(one["seen_at"]),
    }
    if one["shared"]:
        return _("%(device)s (máy dùng chung): đăng nhập %(at)s, dùng lần cuối %(seen)s", **values)
    return _("%(device)s: đăng nhập %(at)s, dùng lần cuối %(seen)s", **values)


def _link(one: Mapping[str, Any]) -> str:
    what = {
        LinkKind.PASSWORD: _("Đặt mật khẩu"),
        LinkKind.EMAIL: _("Xác nhận email mới %(email)s", email=one["email"]),
        LinkKind.SECOND_STEP: _("Nhập mã khi đăng nhập"),
    }[LinkKind(one["for"])]
    if one["used_at"]:
        return _("%(what)s: đã dùng %(at)s", what=what, at=moment_text(one["used_at"]))
    return _("%(what)s: dùng được đến %(at)s", what=what, at=moment_text(one["ends_at"]))


def _event(one: Mapping[str, Any]) -> str:
    values = {"at": moment_text(one["at"]), "act": act_text(StaffAct(one["act"]))}
    if not one["before"] or not one["after"]:
        return _("%(at)s: %(act)s", **values)
    places = {"before": _place(one["before"]), "after": _place(one["after"])}
    return _("%(at)s: %(act)s (%(before)s → %(after)s)", **values, **places)


def _place(place: Mapping[str, Any]) -> str:
    where = place["library"] or _("Toàn thành phố")
    return f"{role_text(Role(place['role']))}, {where}"
