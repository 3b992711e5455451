"""Why a photo was not taken, and what to send instead."""

from __future__ import annotations

from portal.cards.photos import MAX_BYTES, SMALLEST, PhotoRefused, PhotoTrouble
from portal.i18n import gettext as _


def photo_text(refused: PhotoRefused) -> str:
    """One sentence or two for the person who sent the file."""
    texts = {
        PhotoTrouble.empty: _("Tệp ảnh trống. Hãy chọn lại ảnh."),
        PhotoTrouble.too_large: _(
            "Ảnh nặng quá %(limit)s MB. Hãy chọn ảnh nhẹ hơn.", limit=MAX_BYTES // 1_000_000
        ),
        PhotoTrouble.wrong_kind: _(
            "Đây là tệp %(kind)s, không phải ảnh JPEG, PNG hay WebP. Hãy chọn ảnh khác"
            " hoặc chụp lại.",
            kind=refused.detail,
        ),
        PhotoTrouble.not_a_photo: _("Tệp này không phải ảnh. Hãy chọn ảnh JPEG, PNG hay WebP."),
        PhotoTrouble.too_many_pixels: _("Ảnh có quá nhiều điểm ảnh. Hãy thu nhỏ ảnh rồi gửi lại."),
        PhotoTrouble.too_small: _(
            "Ảnh nhỏ quá: cần ít nhất %(width)s × %(height)s điểm ảnh.",
            width=SMALLEST[0],
            height=SMALLEST[1],
        ),
        PhotoTrouble.animated: _("Đây là ảnh động. Hãy chọn ảnh thường."),
        PhotoTrouble.damaged: _("Tệp ảnh bị hỏng hoặc gửi chưa hết. Hãy gửi lại."),
    }
    return texts[refused.trouble]
