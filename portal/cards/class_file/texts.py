"""What is wrong with a class list, in words a teacher can act on."""

from __future__ import annotations

from portal.cards.class_file.problems import ClassFileRefused, Problem, Trouble, Why
from portal.i18n import gettext as _


def problem_text(problem: Problem) -> str:
    """ "Dòng 7, cột Ngày sinh: không có ngày này («31/02/2012»). Viết như 05/03/2012." """
    what, instead = _row_texts(problem)[problem.why]
    shown = f" («{problem.value}»)" if problem.value else ""
    if problem.column is None:
        return _("Dòng %(row)s: %(what)s. %(instead)s", row=problem.row, what=what, instead=instead)
    return _(
        "Dòng %(row)s, cột %(column)s: %(what)s. %(instead)s",
        row=problem.row,
        column=problem.column.value,
        what=what + shown,
        instead=instead,
    )


def file_text(refused: ClassFileRefused) -> str:
    """One sentence or two about a file that was not read."""
    texts = {
        Trouble.empty: _("Tệp trống. Hãy chọn lại tệp."),
        Trouble.too_large: _("Tệp lớn quá. Hãy tách thành nhiều tệp, mỗi lớp một tệp."),
        Trouble.too_many_rows: _(
            "Tệp có hơn %(detail)s dòng. Hãy tách thành nhiều tệp.", detail=refused.detail
        ),
        Trouble.old_excel: _("Đây là tệp Excel kiểu cũ (.xls). Hãy lưu lại dạng .xlsx."),
        Trouble.no_table: _("Đây không phải bảng CSV hay Excel. Hãy dùng tệp mẫu."),
        Trouble.no_headings: _(
            "Không tìm thấy dòng tiêu đề có cột Họ và tên và cột Ngày sinh. Hãy dùng tệp mẫu."
        ),
        Trouble.no_birthdays: _("Thiếu cột Ngày sinh. Hãy thêm cột này hoặc dùng tệp mẫu."),
    }
    return texts[refused.trouble]


def _row_texts(problem: Problem) -> dict[Why, tuple[str, str]]:
    return {**_common_texts(), **_day_texts(), **_number_texts(), **_copy_texts(problem)}


def _common_texts() -> dict[Why, tuple[str, str]]:
    return {
        Why.missing: (_("ô này trống"), _("Hãy điền vào.")),
        Why.too_long: (_("dài quá"), _("Hãy viết gọn lại.")),
        Why.letters_lost: (_("có chữ bị hỏng"), _("Hãy gõ lại, hoặc lưu tệp dạng “CSV UTF-8”.")),
        Why.name_letters: (_("đây không phải họ tên"), _("Họ tên chỉ gồm chữ, không có số.")),
        Why.gender_unknown: (_("không rõ giới tính nào"), _("Viết Nam hoặc Nữ, hoặc để trống.")),
        Why.email_shape: (_("đây không phải địa chỉ email"), _("Viết như ten@example.vn.")),
        Why.row_broken: (
            _("không đọc được dòng này"),
            _("Thường do một dấu nháy kép mở mà không đóng."),
        ),
    }


def _day_texts() -> dict[Why, tuple[str, str]]:
    instead = _("Viết ngày trước, tháng sau, đủ năm: 05/03/2016.")
    return {
        Why.day_unreadable: (_("đây không phải ngày"), instead),
        Why.day_unknown: (_("không có ngày này"), instead),
        Why.day_month_first: (_("tháng đứng trước ngày"), instead),
        Why.day_in_part: (_("thiếu ngày hoặc tháng"), instead),
        Why.day_to_come: (_("ngày này chưa tới"), _("Hãy kiểm tra năm sinh.")),
        Why.day_too_long_ago: (_("xa quá"), _("Hãy kiểm tra năm sinh.")),
    }


def _number_texts() -> dict[Why, tuple[str, str]]:
    return {
        Why.number_digits: (
            _("số định danh phải có 12 chữ số"),
            _("Hãy xem lại trên căn cước hoặc giấy khai sinh."),
        ),
        Why.number_shortened: (
            _("Excel đã rút gọn số này và làm mất chữ số"),
            _("Hãy đổi cột sang dạng Text rồi gõ lại."),
        ),
        Why.phone_digits: (
            _("đây không phải một số điện thoại"),
            _("Viết một số như 0912345678."),
        ),
    }


def _copy_texts(problem: Problem) -> dict[Why, tuple[str, str]]:
    row = problem.other_row
    return {
        Why.same_pupil: (
            _("học sinh này đã có ở dòng %(row)s", row=row),
            _("Hãy xóa một trong hai dòng."),
        ),
        Why.same_number: (
            _("số định danh này đã có ở dòng %(row)s", row=row),
            _("Hãy xem số nào đúng."),
        ),
    }
