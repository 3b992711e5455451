"""The blueprint of readers' pages about cards: none of them is kept by a browser or on the way."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from portal.cards import presenters
from portal.i18n import gettext as _
from portal.web.error_texts import Text
from portal.web.errors import answer

bp = Blueprint("cards", __name__)


ROOM_FOR_A_PHOTO = 64 * 1024 * 1024
"""Bytes of a form with a photo: one that is too large is told beside its field, and the rest of the
form is not lost with it.
"""


@bp.url_value_preprocessor
def _make_room(endpoint: str | None, values: dict[str, object] | None) -> None:
    """The first that is asked in a request, before anything of it is read."""
    if endpoint == f"{bp.name}.send_application":
        request.max_content_length = ROOM_FOR_A_PHOTO


@bp.errorhandler(RequestEntityTooLarge)
def _far_too_large(error: RequestEntityTooLarge) -> Response:
    return answer(
        413,
        Text(
            _("Tệp quá lớn"),
            _("Ảnh này quá nặng để gửi; chưa có gì được gửi đi."),
            _("Bấm nút quay lại của trình duyệt: những gì đã điền còn đó. Chọn ảnh nhẹ hơn."),
        ),
    )


@bp.context_processor
def _texts() -> dict[str, object]:
    return {"say": presenters}


@bp.after_request
def _keep_nothing(response: Response) -> Response:
    """A page says `Cache-Control` itself where it may be kept."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response
