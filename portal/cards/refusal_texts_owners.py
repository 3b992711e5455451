"""What is told about whose a card is: passwords, links to it, children of age, leaving."""

from __future__ import annotations

from portal.cards.addressing import AddressSettled, LettersSpent
from portal.cards.desk_passwords import OfStaff, PasswordChosen, StrangeDocument
from portal.cards.handing_over import HasCard, NotOfAge
from portal.cards.leaving import CardsChanged, CardStays
from portal.cards.own import OfAge
from portal.cards.proving import NotShown
from portal.cards.refusals import SignInFirst
from portal.i18n import gettext as _
from portal.web.refusals import Explanation, explain, explains


@explains(PasswordChosen)
def password_chosen(refusal: PasswordChosen) -> Explanation:
    return Explanation(
        _("Bạn đọc đã đặt mật khẩu rồi."),
        _("Đường dẫn này chỉ để đặt mật khẩu đầu tiên."),
        _("Nếu bạn đọc quên mật khẩu và mang theo giấy tờ, bạn mở «Quên mật khẩu»."),
    )


@explains(OfStaff)
def of_staff(refusal: OfStaff) -> Explanation:
    return Explanation(
        _("Thẻ này gắn với tài khoản của một cán bộ."),
        _("Mật khẩu của cán bộ không đặt lại ở quầy bạn đọc."),
        _("Người phụ trách gửi đường dẫn ở trang «Cán bộ», hoặc người quản trị máy chủ in ra."),
    )


@explains(StrangeDocument)
def strange_document(refusal: StrangeDocument) -> Explanation:
    return Explanation(
        _("Giấy tờ không khớp với thẻ này."),
        _("Mật khẩu chỉ đặt lại được khi có đúng giấy tờ của người đứng tên thẻ."),
        _(
            "Bạn quét lại giấy tờ của bạn đọc, với thẻ trẻ em là của người giám hộ; thẻ chưa ghi"
            " giấy tờ thì ghi bằng «Sửa theo giấy tờ» trước."
        ),
    )


@explains(AddressSettled)
def address_settled(refusal: AddressSettled) -> Explanation:
    return Explanation(
        _("Email của bạn đọc đã được xác nhận."),
        _("Quầy chỉ sửa địa chỉ mà chưa ai xác nhận."),
        _("Bạn đọc đăng nhập và tự đổi email trong tài khoản của mình."),
    )


@explains(LettersSpent)
def letters_spent(refusal: LettersSpent) -> Explanation:
    return Explanation(
        _("Không gửi thêm thư xác nhận cho bạn đọc này."),
        _("Cổng gửi nhiều nhất %(count)s thư mà chưa ai trả lời.", count=refusal.count),
        _("Bạn đọc đăng nhập bằng số thẻ và tự ghi email trong tài khoản của mình."),
    )


@explains(OfAge)
def of_age(refusal: OfAge) -> Explanation:
    return Explanation(
        _("Thẻ này nay thuộc về chính bạn đọc."),
        _("Người giữ thẻ đã đến tuổi tự quản lý."),
        _("Bạn cho biết email riêng của người ấy, hoặc người ấy tự đến quầy với một giấy tờ."),
    )


@explains(SignInFirst)
def sign_in_first(refusal: SignInFirst) -> Explanation:
    return Explanation(
        _("Cần đăng nhập trước khi xác nhận địa chỉ này."),
        _("Thẻ này đã có tài khoản với mật khẩu riêng."),
        _("Bạn đăng nhập bằng số thẻ và mật khẩu của thẻ ấy, rồi bấm «Xác nhận»."),
    )


@explains(NotShown)
def not_shown(refusal: NotShown) -> Explanation:
    return Explanation(
        _("Số thẻ và ngày sinh chưa khớp."),
        _("Số thẻ và ngày sinh cho biết thẻ này là của bạn."),
        _("Bạn gõ dãy 11 chữ số in trên thẻ và ngày sinh của người đứng tên thẻ."),
    )


@explains(HasCard)
def has_card(refusal: HasCard) -> Explanation:
    return Explanation(
        _("Bạn đã có một thẻ khác."),
        _("Email, giấy tờ hoặc điện thoại này đang thuộc về thẻ ấy."),
        _("Mời bạn mang giấy tờ đến quầy: thư viện gộp hai thẻ làm một, không mất gì."),
    )


@explains(CardsChanged)
def cards_changed(refusal: CardsChanged) -> Explanation:
    return Explanation(
        _("Chưa đóng gì cả: thẻ trong tài khoản vừa thay đổi."),
        _("Chỉ đóng những thẻ bạn đã thấy trên trang."),
        _("Bạn xem lại danh sách mới dưới đây, rồi nhập mật khẩu lần nữa."),
    )


@explains(CardStays)
def card_stays(refusal: CardStays) -> Explanation:
    return Explanation(
        _("Chưa đóng gì cả."),
        _(
            "Thẻ của %(name)s còn vướng: %(rule)s",
            name=refusal.full_name,
            rule=explain(refusal.why).rule,
        ),
        _("Bạn hỏi quầy %(library)s, rồi đóng tài khoản sau.", library=refusal.library),
    )


@explains(NotOfAge)
def not_of_age(refusal: NotOfAge) -> Explanation:
    return Explanation(
        _("Chưa trao thẻ được."),
        _("Bạn đọc chưa đến tuổi tự quản lý thẻ, hoặc thẻ đã là của họ."),
        _("Không cần làm gì thêm."),
    )
