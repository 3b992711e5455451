"""What librarians are told when a range gives no number, or no blank."""

from __future__ import annotations

from portal.cards.numbering import DeskHasRange, NoPrefixLeft, PrefixTaken
from portal.cards.offline import TooFewLeft
from portal.i18n import gettext as _
from portal.i18n import number_text
from portal.web.refusals import Explanation, explains


@explains(NoPrefixLeft)
def no_prefix_left(refusal: NoPrefixLeft) -> Explanation:
    return Explanation(
        _("Không còn số thẻ để cấp."),
        _("Mọi dải số của mạng lưới đã dùng hết, hoặc đang mở quá nhiều dải cùng lúc."),
        _("Bạn thử lại sau ít phút, rồi báo người quản trị."),
    )


@explains(PrefixTaken)
def prefix_taken(refusal: PrefixTaken) -> Explanation:
    return Explanation(
        _("Đầu số này đã có thư viện dùng."),
        _("Mỗi đầu số chỉ thuộc một thư viện, để hai quầy không cấp trùng số."),
        _("Bạn chọn đầu số khác, hoặc để trống."),
    )


@explains(DeskHasRange)
def desk_has_range(refusal: DeskHasRange) -> Explanation:
    return Explanation(
        _("Quầy này đã có dải số."),
        _(
            "Dải %(prefix)s còn %(left)s số.",
            prefix=refusal.prefix,
            left=number_text(refusal.left),
        ),
        _("Bạn in phôi thẻ của dải ấy; khi hết số mới cần mở dải khác."),
    )


@explains(TooFewLeft)
def too_few_left(refusal: TooFewLeft) -> Explanation:
    return Explanation(
        _("Dải số không còn đủ."),
        _("Dải này chỉ còn %(left)s số.", left=number_text(refusal.left)),
        _("Bạn in nhiều nhất bằng ấy phôi; hết số thì mở dải mới cho quầy."),
    )
