"""What a librarian is told when an answer, a merge or an undoing is refused."""

from __future__ import annotations

from portal.catalogue.union.merging import AlreadySettled, MergeRefused, NoSuchThing, OnlySource
from portal.desk.merges import MovedOn, TakenBackBefore
from portal.desk.presenters import answer_text, moment_text
from portal.desk.questions import SettledBefore
from portal.desk.scope import NotYours
from portal.i18n import gettext as _
from portal.web.refusals import Explanation, explains


@explains(SettledBefore)
def settled_before(refusal: SettledBefore) -> Explanation:
    return Explanation(
        _("Câu hỏi này đã có người trả lời."),
        _(
            "%(name)s đã trả lời «%(answer)s» lúc %(moment)s.",
            name=refusal.by or _("Một người khác"),
            answer=answer_text(refusal.resolution),
            moment=moment_text(refusal.at),
        ),
        _("Câu trả lời của bạn không được ghi; bạn xem câu tiếp theo."),
    )


@explains(AlreadySettled)
def already_settled(refusal: AlreadySettled) -> Explanation:
    return Explanation(
        _("Câu hỏi này đã có người trả lời."),
        _("Mỗi câu hỏi chỉ được trả lời một lần."),
        _("Câu trả lời của bạn không được ghi; bạn xem câu tiếp theo."),
    )


@explains(TakenBackBefore)
def taken_back_before(refusal: TakenBackBefore) -> Explanation:
    return Explanation(
        _("Lần gộp này đã được tách lại."),
        _("%(name)s đã tách trước bạn.", name=refusal.by or _("Một người khác")),
        _("Không cần làm gì thêm."),
    )


@explains(MovedOn)
def moved_on(refusal: MovedOn) -> Explanation:
    return Explanation(
        _("Chưa tách lại được lần gộp này."),
        _("Sau lần gộp này, biểu ghi đã chuyển sang một biểu ghi khác."),
        _("Nếu đó cũng là một lần gộp, bạn tách lại lần gộp sau trước."),
    )


@explains(OnlySource)
def only_source(refusal: OnlySource) -> Explanation:
    return Explanation(
        _("Không có gì để tách."),
        _("Mô tả này nay đứng một mình trong biểu ghi của nó."),
        _("Không cần làm gì thêm."),
    )


@explains(NoSuchThing)
def no_such_thing(refusal: NoSuchThing) -> Explanation:
    return Explanation(
        _("Việc này không còn."),
        _("Thư viện vừa gửi lại dữ liệu, hoặc hai mô tả đã về chung một biểu ghi."),
        _("Bạn xem câu tiếp theo."),
    )


@explains(MergeRefused)
def merge_refused(refusal: MergeRefused) -> Explanation:
    return Explanation(
        _("Không gộp được hai mô tả này."),
        _("Hai mô tả đã ở trong cùng một biểu ghi."),
        _("Bạn xem câu tiếp theo."),
    )


@explains(NotYours, status=403)
def not_yours(refusal: NotYours) -> Explanation:
    return Explanation(
        _("Việc này không thuộc thư viện của bạn."),
        _("Thư viện nào gửi mô tả thì thư viện đó trả lời, hoặc cán bộ của thành phố."),
        _("Nếu cần, bạn báo cho thư viện đã gửi."),
    )
