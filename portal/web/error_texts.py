"""What each error page says: what happened, and what the reader can do."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import escape

from portal.i18n import gettext as _
from portal.i18n import locale_code


@dataclass(frozen=True)
class Text:
    title: str
    what: str
    next_step: str

    def last_resort(self, template: str, request_id: str) -> str:
        """The page as plain HTML, without any template of the portal."""
        parts = {"title": self.title, "what": self.what, "next_step": self.next_step}
        safe = {name: escape(part) for name, part in parts.items()}
        return template.format(lang=locale_code(), id=escape(request_id), **safe)


def text_for(status: int, *, expired_form: bool = False, retry_after: int | None = None) -> Text:
    """The text for an HTTP status; ``retry_after`` is in seconds."""
    if expired_form:
        return _expired_form()
    if status == 429:
        return _too_many(retry_after)
    if status in _TEXTS:
        return _TEXTS[status]()
    return _bad_request() if status < 500 else _crash()


def _bad_request() -> Text:
    return Text(
        _("Yêu cầu không hợp lệ"),
        _("Máy chủ không hiểu yêu cầu này."),
        _("Xin quay lại trang trước và thử lại."),
    )


def _expired_form() -> Text:
    return Text(
        _("Biểu mẫu đã hết hiệu lực"),
        _("Trang đã mở quá lâu, hoặc trình duyệt không gửi kèm cookie."),
        _("Xin quay lại trang trước, tải lại rồi gửi lần nữa."),
    )


def _sign_in() -> Text:
    return Text(
        _("Cần đăng nhập"),
        _("Trang này chỉ mở cho người đã đăng nhập."),
        _("Xin đăng nhập rồi mở lại trang."),
    )


def _forbidden() -> Text:
    return Text(
        _("Không có quyền mở trang này"),
        _("Tài khoản đang dùng không được giao việc này."),
        _("Nếu công việc của bạn cần đến trang này, xin hỏi người quản trị của thư viện."),
    )


def _not_found() -> Text:
    return Text(
        _("Không tìm thấy trang"),
        _("Địa chỉ này không có, hoặc trang đã được chuyển đi."),
        _("Bạn có thể tìm sách ở ô tìm kiếm, hoặc về trang chủ."),
    )


def _wrong_method() -> Text:
    return Text(
        _("Không làm được như vậy ở đây"),
        _("Trang này không nhận cách gửi vừa dùng."),
        _("Xin quay lại trang trước và dùng nút có trên trang."),
    )


def _too_large() -> Text:
    return Text(
        _("Tệp quá lớn"),
        _("Nội dung gửi lên lớn hơn mức máy chủ nhận."),
        _("Xin chọn tệp nhỏ hơn, hoặc chia tệp thành nhiều phần."),
    )


def _too_many(retry_after: int | None) -> Text:
    return Text(
        _("Quá nhiều yêu cầu"),
        _("Máy của bạn đã mở rất nhiều trang trong thời gian ngắn."),
        _("Xin đợi một lát rồi tải lại trang.") if retry_after is None else _wait(retry_after),
    )


def _wait(seconds: int) -> str:
    if seconds < 90:
        return _("Xin đợi %(count)s giây rồi tải lại trang.", count=max(1, seconds))
    return _("Xin đợi %(count)s phút rồi tải lại trang.", count=-(-seconds // 60))


def _crash() -> Text:
    return Text(
        _("Máy chủ gặp lỗi"),
        _("Lỗi này là của cổng, không phải của bạn, và đã được ghi lại."),
        _("Xin thử lại sau ít phút. Nếu vẫn lỗi, hãy gửi mã yêu cầu dưới đây cho thư viện."),
    )


def _busy() -> Text:
    return Text(
        _("Nhiều người đang làm cùng lúc"),
        _("Việc của bạn chưa được ghi, để không lẫn với việc của người khác."),
        _("Xin quay lại trang trước và gửi lần nữa."),
    )


_TEXTS: dict[int, Callable[[], Text]] = {
    400: _bad_request,
    401: _sign_in,
    403: _forbidden,
    404: _not_found,
    405: _wrong_method,
    413: _too_large,
    500: _crash,
    503: _busy,
}
