"""What somebody at a terminal is told when the sealing key is not the database's."""

from __future__ import annotations

from portal.alone import NotAlone
from portal.config import FILE_NAME
from portal.i18n import gettext as _
from portal.key_mark import NotSetUp, WrongKey
from portal.web.refusals import Explanation, explains


@explains(WrongKey)
def wrong_key(refusal: WrongKey) -> Explanation:
    title = (
        _("Không thấy khóa niêm phong của cơ sở dữ liệu này.")
        if refusal.missing
        else _("Khóa niêm phong này không phải khóa của cơ sở dữ liệu.")
    )
    return Explanation(
        title,
        _(
            "Số giấy tờ, thư đang chờ và xác thực hai lớp được niêm phong bằng khóa khác: chạy "
            "tiếp thì không đọc được chúng, và ai đã đăng ký sẽ được đăng ký lần nữa. Dữ liệu chưa "
            "bị thay đổi. Khóa được tìm ở biến PORTAL_SEALING_KEY, ở dòng sealing_key của "
            "%(settings)s, rồi ở tệp %(file)s.",
            settings=str(refusal.file.with_name(FILE_NAME)),
            file=str(refusal.file),
        ),
        _way_on(refusal),
    )


def _way_on(refusal: WrongKey) -> str:
    if refusal.next:
        return _("Lần đổi khóa trước bị ngắt giữa chừng: chạy «portal sealing rotate» để làm nốt.")
    if refusal.passed_over:
        return _("Khóa đúng nằm trong tệp ấy: bỏ PORTAL_SEALING_KEY hay dòng sealing_key đi.")
    return _(
        "Đặt lại khóa cũ từ bản sao lưu rồi chạy lại lệnh này. Chỉ khi khóa ấy đã mất hẳn: "
        "«portal sealing accept-new-key» cho biết sẽ mất những gì, rồi nhận khóa mới."
    )


@explains(NotSetUp)
def not_set_up(refusal: NotSetUp) -> Explanation:
    return Explanation(
        _("Cơ sở dữ liệu còn trống, hoặc là của phiên bản trước."),
        _("Chưa có khóa niêm phong nào được ghi nhận cho nó."),
        _(
            "Chạy «portal setup» lần đầu, hoặc «portal database upgrade» sau khi nâng cấp, rồi "
            "chạy lại lệnh này."
        ),
    )


@explains(NotAlone)
def not_alone(refusal: NotAlone) -> Explanation:
    return Explanation(
        _("Cơ sở dữ liệu đang có nơi khác mở."),
        _("Khóa chỉ được đổi khi không tiến trình nào còn giữ khóa cũ."),
        _("Dừng máy chủ và các lệnh khác, trên mọi máy, rồi chạy lại lệnh này."),
    )
