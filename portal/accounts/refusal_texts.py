"""What somebody is told when an account, a password or a link is refused."""

from __future__ import annotations

from portal.accounts.changes import AlreadyClosed, AlreadyYours, OwnerFirst, TooManyLetters
from portal.accounts.links import LinkDead
from portal.accounts.names import BadEmail, NameTaken
from portal.accounts.passwords import LONGEST, SHORTEST, WeakPassword
from portal.accounts.second_factor import AlreadySetUp
from portal.accounts.staff import NoAddress, NothingToDo, NotInCharge, PlaceNeeded
from portal.accounts.weakness import FEWEST_DIGITS, FEWEST_LETTERS
from portal.i18n import gettext as _
from portal.web.refusals import Explanation, explains


@explains(LinkDead)
def link_dead(refusal: LinkDead) -> Explanation:
    return Explanation(
        _("Đường dẫn này không dùng được nữa"),
        _("Mỗi đường dẫn chỉ dùng một lần, trong thời hạn ghi trong thư; đường dẫn mới thay cũ."),
        _("Xin yêu cầu một đường dẫn mới: «Quên mật khẩu», hoặc đổi email trong tài khoản."),
    )


@explains(BadEmail)
def bad_email(refusal: BadEmail) -> Explanation:
    return Explanation(
        _("Địa chỉ email không dùng được"),
        _("Địa chỉ email không đúng dạng."),
        _("Xin kiểm tra lại địa chỉ, ví dụ ten@example.vn."),
    )


@explains(AlreadyYours)
def already_yours(refusal: AlreadyYours) -> Explanation:
    return Explanation(
        _("Email không thay đổi"),
        _("Đây đang là địa chỉ của bạn."),
        _("Muốn đổi, xin điền một địa chỉ khác."),
    )


@explains(TooManyLetters)
def too_many_letters(refusal: TooManyLetters) -> Explanation:
    return Explanation(
        _("Đã gửi nhiều thư xác nhận"),
        _("Cổng vừa gửi nhiều thư xác nhận. Xin đợi một giờ rồi thử lại."),
        _("Chưa thấy thư thì xem cả mục thư rác."),
    )


@explains(OwnerFirst)
def owner_first(refusal: OwnerFirst) -> Explanation:
    return Explanation(
        _("Cần đăng nhập trước khi xác nhận địa chỉ này"),
        _("Địa chỉ mới do chính chủ tài khoản xác nhận, phòng khi địa chỉ bị gõ nhầm."),
        _("Bạn đăng nhập vào tài khoản đã yêu cầu đổi email, rồi mở lại đường dẫn trong thư."),
    )


@explains(AlreadyClosed)
def already_closed(refusal: AlreadyClosed) -> Explanation:
    return Explanation(
        _("Tài khoản đã được đóng"),
        _("Việc này đã xong từ trước, mọi máy đã được đăng xuất."),
        _("Không cần làm gì thêm."),
    )


@explains(NameTaken)
def name_taken(refusal: NameTaken) -> Explanation:
    return Explanation(
        _("Tên đăng nhập đã có người dùng"),
        _("Đã có tài khoản dùng email hoặc số thẻ này."),
        _("Xin dùng một địa chỉ khác, hoặc «Quên mật khẩu» của tài khoản đã có."),
    )


@explains(WeakPassword)
def weak_password(refusal: WeakPassword) -> Explanation:
    rules = {
        "length": _(
            "Mật khẩu phải có từ %(least)s đến %(most)s ký tự.", least=SHORTEST, most=LONGEST
        ),
        "simple": _(
            "Mật khẩu phải có ít nhất %(least)s ký tự khác nhau, không lặp đi lặp lại một đoạn.",
            least=FEWEST_LETTERS,
        ),
        "digits": _("Mật khẩu chỉ có chữ số phải dài từ %(least)s chữ số.", least=FEWEST_DIGITS),
        "common": _("Mật khẩu này nhiều người dùng, hoặc là một dãy phím liền nhau: dễ bị đoán."),
        "name": _("Mật khẩu không được là tên, email hay số thẻ của bạn, hay gần như thế."),
    }
    return Explanation(
        _("Mật khẩu chưa dùng được"),
        rules[refusal.problem],
        _("Một câu ngắn dễ nhớ là mật khẩu tốt."),
    )


@explains(AlreadySetUp)
def already_set_up(refusal: AlreadySetUp) -> Explanation:
    return Explanation(
        _("Xác thực hai lớp đã bật"),
        _("Tài khoản chỉ dùng một ứng dụng tạo mã."),
        _("Muốn chuyển sang điện thoại khác, xin tắt trước rồi thiết lập lại."),
    )


@explains(NotInCharge)
def not_in_charge(refusal: NotInCharge) -> Explanation:
    return Explanation(
        _("Bạn không phụ trách tài khoản này"),
        _("Phụ trách thư viện lo cho thủ thư của thư viện mình; quản trị lo cho mọi cán bộ khác."),
        _("Tài khoản của chính bạn thì xem ở «Tài khoản của tôi»."),
    )


@explains(NothingToDo)
def nothing_to_do(refusal: NothingToDo) -> Explanation:
    return Explanation(
        _("Việc này đã xong từ trước"),
        _("Tài khoản đang đúng như bạn muốn."),
        _("Không cần làm gì thêm."),
    )


@explains(NoAddress)
def no_address(refusal: NoAddress) -> Explanation:
    return Explanation(
        _("Tài khoản này không có email"),
        _("Đường dẫn đặt mật khẩu chỉ gửi tới hộp thư của chủ tài khoản."),
        _("Người quản trị máy chủ in đường dẫn bằng lệnh «portal accounts link»."),
    )


@explains(PlaceNeeded)
def place_needed(refusal: PlaceNeeded) -> Explanation:
    return Explanation(
        _("Cần chọn thư viện"),
        _("Thủ thư và phụ trách thư viện làm việc tại một thư viện."),
        _("Bạn chọn thư viện rồi lưu lại."),
    )
