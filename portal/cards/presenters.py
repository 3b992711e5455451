"""What the pages call states, acts, documents and problems. Texts only."""

from __future__ import annotations

from datetime import datetime

from portal.cards.applications import LENGTHS
from portal.cards.likeness import Likeness
from portal.cards.refusals import Problem
from portal.cards.states import Act, State
from portal.cards.words import Death, Document, Gender, Relation
from portal.clock import in_hanoi
from portal.i18n import date_text
from portal.i18n import gettext as _


def state_text(state: State) -> str:
    return {
        State.UNVERIFIED: _("Chờ xác nhận email"),
        State.PENDING: _("Chờ duyệt"),
        State.NEEDS_INFO: _("Cần bổ sung"),
        State.REJECTED: _("Không được cấp"),
        State.PROVISIONAL: _("Thẻ tạm"),
        State.ACTIVE: _("Đang dùng"),
        State.EXPIRED: _("Hết hạn"),
        State.BLOCKED: _("Tạm khóa"),
        State.CLOSED: _("Đã đóng"),
        State.PURGED: _("Đã xóa thông tin"),
    }[state]


def act_text(act: Act) -> str:
    return {
        Act.REGISTER: _("Đăng ký"),
        Act.REGISTER_AGAIN: _("Đăng ký lần nữa"),
        Act.CONFIRM: _("Xác nhận email"),
        Act.DISOWN: _("Không phải tôi"),
        Act.APPROVE: _("Duyệt, cấp số tạm"),
        Act.ASK: _("Yêu cầu bổ sung"),
        Act.ANSWER: _("Trả lời"),
        Act.REFUSE: _("Từ chối"),
        Act.SEE_DOCUMENT: _("Đã xem giấy tờ"),
        Act.ISSUE: _("Trao thẻ"),
        Act.RENEW: _("Gia hạn"),
        Act.LOSE: _("Báo mất"),
        Act.REISSUE: _("Cấp lại"),
        Act.BLOCK: _("Khóa thẻ"),
        Act.UNBLOCK: _("Mở khóa"),
        Act.EDIT: _("Sửa thông tin"),
        Act.CORRECT: _("Sửa theo giấy tờ"),
        Act.HAND_OVER: _("Trao thẻ cho chính chủ"),
        Act.MERGE: _("Gộp vào bạn đọc khác"),
        Act.TAKE_IN: _("Nhận gộp"),
        Act.CLOSE: _("Đóng thẻ"),
        Act.REOPEN: _("Mở lại đăng ký"),
        Act.PURGE: _("Xóa thông tin"),
    }[act]


def document_text(document: Document) -> str:
    return {
        Document.CCCD: _("Căn cước (số định danh)"),
        Document.PASSPORT: _("Hộ chiếu"),
        Document.PUPIL: _("Thẻ học sinh"),
    }[document]


def gender_text(gender: Gender) -> str:
    return {
        Gender.FEMALE: _("Nữ"),
        Gender.MALE: _("Nam"),
        Gender.UNSAID: _("Không nêu"),
    }[gender]


def relation_text(relation: Relation) -> str:
    return {
        Relation.MOTHER: _("Mẹ"),
        Relation.FATHER: _("Cha"),
        Relation.GRANDPARENT: _("Ông, bà"),
        Relation.OTHER: _("Người giám hộ khác"),
    }[relation]


def death_text(death: Death) -> str:
    return {
        Death.LOST: _("báo mất"),
        Death.REPLACED: _("thay số mới"),
        Death.CLOSED: _("thẻ đã đóng"),
        Death.MERGED: _("gộp với bạn đọc khác"),
        Death.REFUSED: _("đăng ký không được cấp"),
    }[death]


def moment_text(moment: datetime) -> str:
    """`14:05, 29/11/2026`."""
    return f"{in_hanoi(moment):%H:%M}, {date_text(moment)}"


def likeness_text(likeness: Likeness) -> str:
    return {
        Likeness.DOCUMENT: _("cùng giấy tờ"),
        Likeness.NAME_AND_BIRTHDAY: _("cùng họ tên và ngày sinh"),
        Likeness.NAME_AND_PHONE: _("cùng họ tên và điện thoại"),
    }[likeness]


def problem_text(problem: Problem) -> str:
    """One sentence for beside the field: the rule, or how it is written."""
    kind = _ALIKE.get(problem.field, problem.field)
    if problem.code == "too_long" and (most := LENGTHS.get(kind)):
        return _("Mục này dài nhất %(most)s chữ.", most=most)
    own = _PROBLEMS.get((kind, problem.code)) or _PROBLEMS.get(("", problem.code))
    return own() if own else _("Mục này chưa dùng được.")


_ALIKE = {"guardian_name": "full_name", "guardian_phone": "phone"}
"""Fields whose rules are another's."""


_PROBLEMS = {
    ("birthday", "future"): lambda: _("Ngày sinh ở tương lai."),
    ("birthday", "too_long_ago"): lambda: _("Ngày sinh cách đây hơn 130 năm."),
    ("birthday", "shape"): lambda: _("Không có ngày ấy; viết ngày sinh như 05/03/1990."),
    ("birthday", "unreadable"): lambda: _("Viết ngày sinh như 05/03/1990."),
    ("number", "province"): lambda: _("Ba chữ số đầu không phải mã tỉnh nào."),
    ("number", "year"): lambda: _("Số căn cước này của người sinh năm khác."),
    ("number", "gender"): lambda: _("Số căn cước này không hợp với giới tính đã chọn."),
    ("number", "shape"): lambda: _("Số giấy tờ không đúng dạng; căn cước có 12 chữ số."),
    ("full_name", "shape"): lambda: _("Họ tên viết bằng chữ, không có chữ số."),
    ("phone", "shape"): lambda: _("Viết số điện thoại như 0912 345 678."),
    ("email", "shape"): lambda: _("Viết địa chỉ email như ten@example.vn."),
    ("guardian_number", "shape"): lambda: _("Số căn cước có 12 chữ số."),
    ("card_number", "shape"): lambda: _("Số thẻ có 11 chữ số."),
    ("card_number", "check_digit"): lambda: _(
        "Số thẻ sai chữ số kiểm tra: có chữ số gõ nhầm hoặc hai chữ số đổi chỗ."
    ),
    ("card_number", "elsewhere"): lambda: _(
        "Số thẻ này của thư viện khác; bạn đọc chỉ nhận được số của thư viện cấp thẻ."
    ),
    ("card_number", "not_offline"): lambda: _(
        "Số thẻ này không phải số in trên phôi cho quầy không có mạng; để trống thì cổng cấp số."
    ),
    ("card_number", "taken"): lambda: _(
        "Số thẻ này đã thuộc về một bạn đọc; tìm theo số ấy ở quầy để biết là ai."
    ),
    ("age_to", "before_start"): lambda: _("Tuổi đến phải bằng hoặc lớn hơn tuổi từ."),
    ("kind", "age"): lambda: _("Loại thẻ này dành cho độ tuổi khác."),
    ("email", "own"): lambda: _("Đây là email của bạn; cần email riêng của người nhận thẻ."),
    ("email", "too_often"): lambda: _("Đã gửi quá nhiều thư cho thẻ này; bạn đến quầy thư viện."),
    ("", "missing"): lambda: _("Mục này còn thiếu."),
    ("", "shape"): lambda: _("Mục này không đúng dạng."),
    ("", "too_long"): lambda: _("Mục này quá dài."),
    ("", "unknown"): lambda: _("Giá trị này không có trong danh sách."),
    ("", "not_accepted"): lambda: _("Loại này không được nhận ở đây."),
    ("", "range"): lambda: _("Giá trị nằm ngoài giới hạn."),
}
