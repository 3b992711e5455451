"""How waits, devices and moments are said on the pages of an account."""

from __future__ import annotations

from datetime import datetime

import segno

from portal.accounts.models import Device
from portal.clock import in_hanoi, today
from portal.i18n import date_text, ngettext
from portal.i18n import gettext as _


def wait_text(seconds: int) -> str:
    """What somebody is told who guessed too often; the same whether there is such an account."""
    minutes = max(1, -(-seconds // 60))
    return ngettext(
        "Đã thử sai quá nhiều lần. Xin đợi %(num)s phút, hoặc dùng «Quên mật khẩu».",
        "Đã thử sai quá nhiều lần. Xin đợi %(num)s phút, hoặc dùng «Quên mật khẩu».",
        minutes,
    )


def code_wait_text(seconds: int) -> str:
    minutes = max(1, -(-seconds // 60))
    return ngettext(
        "Đã thử quá nhiều mã. Xin đợi %(num)s phút.",
        "Đã thử quá nhiều mã. Xin đợi %(num)s phút.",
        minutes,
    )


def device_text(device: Device) -> str:
    return device.label or _("Trình duyệt không rõ tên")


def seen_text(moment: datetime) -> str:
    """The hour of today, the day of any other."""
    if in_hanoi(moment).date() == today():
        return _("hôm nay, %(hour)s giờ", hour=in_hanoi(moment).hour)
    return date_text(moment)


def qr_image(text: str) -> str:
    """A QR code as the address of an image, which the content policy lets a page show."""
    drawn: str = segno.make(text, error="m").svg_data_uri(scale=5, border=4, light="#fff")
    return drawn


def grouped(secret: str) -> str:
    """A secret in fours, as one types it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
