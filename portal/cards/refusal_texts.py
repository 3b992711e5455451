"""What readers and librarians are told when something about a card is refused."""

from __future__ import annotations

from portal.cards import refusal_texts_numbers, refusal_texts_owners  # noqa: F401 - loaded with these
from portal.cards.class_desk import NotConfirmed
from portal.cards.class_file.problems import ClassFileRefused
from portal.cards.class_file.texts import file_text
from portal.cards.issuing import NumberDiffers, Outgrown
from portal.cards.merging import SamePerson
from portal.cards.photo_texts import photo_text
from portal.cards.photos import PhotoRefused
from portal.cards.presenters import act_text, moment_text, state_text
from portal.cards.refusals import (
    AlreadyDone,
    BadApplication,
    BadSetting,
    ChangedMeanwhile,
    DeadLink,
    Duplicate,
    LateLink,
    NoSuchBorrower,
    NotAlike,
    NothingNew,
    NotPossible,
    NotYours,
    ReasonNeeded,
    SentBefore,
    SettingChanged,
    TooEarly,
    UsedLink,
)
from portal.i18n import date_text
from portal.i18n import gettext as _
from portal.web.refusals import Explanation, explains


@explains(PhotoRefused)
def photo_refused(refusal: PhotoRefused) -> Explanation:
    return Explanation(
        _("Ảnh không dùng được"), photo_text(refusal), _("Chọn ảnh khác rồi gửi lại.")
    )


@explains(ClassFileRefused)
def class_file_refused(refusal: ClassFileRefused) -> Explanation:
    return Explanation(
        _("Không đọc được danh sách"),
        file_text(refusal),
        _("Chọn tệp khác rồi gửi lại, hoặc gõ danh sách vào ô."),
    )


@explains(NoSuchBorrower, status=404)
def no_such_borrower(refusal: NoSuchBorrower) -> Explanation:
    return Explanation(
        _("Không tìm thấy thẻ này."),
        _("Không có bạn đọc này, hoặc thông tin đã được xóa theo thời hạn lưu."),
        _("Bạn kiểm tra lại số thẻ, hoặc hỏi thư viện."),
    )


@explains(NotYours, status=403)
def not_yours(refusal: NotYours) -> Explanation:
    return Explanation(
        _("Việc này không thuộc thư viện của bạn."),
        _("Bạn đọc của thư viện khác chỉ mở được khi họ đang ở trước quầy."),
        _("Bạn tìm theo số thẻ, giấy tờ, hoặc họ tên cùng ngày sinh của người đó."),
    )


@explains(NotAlike)
def not_alike(refusal: NotAlike) -> Explanation:
    return Explanation(
        _("Hai bạn đọc này không trùng nhau."),
        _("Không có giấy tờ, ngày sinh hay điện thoại chung, hoặc đã được ghi là hai người."),
        _("Bạn mở lại trang của bạn đọc để xem ai có thể trùng."),
    )


@explains(NotPossible)
def not_possible(refusal: NotPossible) -> Explanation:
    return Explanation(
        _("Bây giờ không làm được việc này."),
        _(
            "Không thể «%(act)s» khi thẻ ở trạng thái «%(state)s».",
            act=act_text(refusal.act),
            state=state_text(refusal.state),
        ),
        _("Bạn tải lại trang để xem trạng thái mới."),
    )


@explains(AlreadyDone)
def already_done(refusal: AlreadyDone) -> Explanation:
    return Explanation(
        _("Việc này đã làm rồi."),
        _meanwhile(refusal),
        _("Không cần làm gì thêm."),
    )


@explains(ChangedMeanwhile)
def changed_meanwhile(refusal: ChangedMeanwhile) -> Explanation:
    return Explanation(
        _("Vừa có người thay đổi."),
        _meanwhile(refusal),
        _("Bạn tải lại trang, xem trạng thái mới rồi quyết định lại."),
    )


def _meanwhile(refusal: AlreadyDone | ChangedMeanwhile) -> str:
    return _(
        "%(name)s đã làm «%(act)s» lúc %(moment)s; thẻ nay ở trạng thái «%(state)s».",
        name=refusal.by or _("Bạn đọc hoặc hệ thống"),
        act=act_text(refusal.act),
        moment=moment_text(refusal.at),
        state=state_text(refusal.state),
    )


@explains(ReasonNeeded)
def reason_needed(refusal: ReasonNeeded) -> Explanation:
    return Explanation(
        _("Cần ghi lý do."),
        _("Bạn đọc sẽ đọc lý do này trong thư và trên trang của mình."),
        _("Bạn viết một câu rồi gửi lại."),
    )


@explains(BadApplication)
def bad_application(refusal: BadApplication) -> Explanation:
    return Explanation(
        _("Có chỗ cần sửa."),
        _("Một vài mục điền chưa đúng hoặc còn thiếu."),
        _("Bạn xem các mục được đánh dấu; những gì đã điền vẫn còn."),
    )


@explains(Duplicate)
def duplicate(refusal: Duplicate) -> Explanation:
    return Explanation(
        _("Người này đã có trong hệ thống."),
        _("Giấy tờ, email hoặc điện thoại này đang thuộc về một bạn đọc đã đăng ký."),
        _("Bạn mở bạn đọc đã có để so sánh, rồi dùng tiếp hoặc gộp lại."),
    )


@explains(SentBefore)
def sent_before(refusal: SentBefore) -> Explanation:
    return Explanation(
        _("Đăng ký này đã gửi rồi."),
        _("Cùng một mẫu với cùng nội dung chỉ được nhận một lần."),
        _("Bạn mở trang tình trạng đăng ký để xem tiếp."),
    )


@explains(DeadLink)
def dead_link(refusal: DeadLink) -> Explanation:
    return Explanation(
        _("Đường dẫn này không dùng được."),
        _("Đường dẫn không có, hoặc đăng ký đã được xóa."),
        _("Bạn mở lại đúng đường dẫn trong thư, hoặc đăng ký lại."),
    )


@explains(LateLink)
def late_link(refusal: LateLink) -> Explanation:
    return Explanation(
        _("Đường dẫn đã quá hạn."),
        _("Đường dẫn trong thư chỉ dùng được trong thời hạn ghi ở đó."),
        _("Bạn đăng ký lại; chỉ mất vài phút."),
    )


@explains(UsedLink)
def used_link(refusal: UsedLink) -> Explanation:
    return Explanation(
        _("Đường dẫn này đã được dùng."),
        _("Việc xác nhận đã xong từ lần trước."),
        _("Bạn đăng nhập để xem thẻ của mình."),
    )


@explains(TooEarly)
def too_early(refusal: TooEarly) -> Explanation:
    return Explanation(
        _("Chưa đến lúc gia hạn."),
        _("Thẻ của bạn còn hạn dài."),
        _("Bạn gia hạn được từ ngày %(day)s.", day=date_text(refusal.from_day)),
    )


@explains(Outgrown)
def outgrown(refusal: Outgrown) -> Explanation:
    return Explanation(
        _("Loại thẻ này không còn hợp tuổi."),
        _("Bạn đọc đã qua độ tuổi của loại thẻ đang dùng."),
        _("Thư viện đổi sang loại thẻ khác tại quầy, chỉ cần một giấy tờ."),
    )


@explains(NumberDiffers)
def number_differs(refusal: NumberDiffers) -> Explanation:
    return Explanation(
        _("Số giấy tờ không khớp."),
        _("Số trên giấy tờ khác với số đã điền khi đăng ký."),
        _("Bạn sửa lại theo giấy tờ nếu chỉ là gõ nhầm, hoặc từ chối đăng ký."),
    )


@explains(SamePerson)
def same_person(refusal: SamePerson) -> Explanation:
    return Explanation(
        _("Không gộp được."),
        _("Hai bên là một, hoặc thông tin chung đang thuộc về một bạn đọc thứ ba."),
        _("Bạn mở bạn đọc thứ ba và gộp từng đôi một."),
    )


@explains(NotConfirmed)
def not_confirmed(refusal: NotConfirmed) -> Explanation:
    return Explanation(
        _("Trường chưa xác nhận danh sách."),
        _("Cả lớp chỉ được cấp thẻ sau khi trường xác nhận."),
        _("Bạn chờ trường xác nhận qua thư, hoặc ghi nhận danh sách có đóng dấu."),
    )


@explains(NothingNew)
def nothing_new(refusal: NothingNew) -> Explanation:
    return Explanation(
        _("Không có gì thay đổi."),
        _("Các giá trị vừa gửi giống như đang có."),
        _("Không cần làm gì thêm."),
    )


@explains(BadSetting)
def bad_setting(refusal: BadSetting) -> Explanation:
    return Explanation(
        _("Thiết lập chưa dùng được."),
        _("Một vài giá trị nằm ngoài giới hạn hoặc còn thiếu."),
        _("Bạn sửa các mục được đánh dấu rồi lưu lại."),
    )


@explains(SettingChanged)
def setting_changed(refusal: SettingChanged) -> Explanation:
    return Explanation(
        _("Thiết lập vừa được người khác sửa."),
        _("%(name)s đã lưu trước bạn.", name=refusal.by or _("Một người khác")),
        _("Bạn tải lại trang rồi sửa tiếp."),
    )
