"""Why a file or a line of it was refused, in words a librarian can act on."""

from __future__ import annotations

from portal.i18n import gettext as _
from portal.libraries.csv_table import FileRefused, Headings
from portal.libraries.rows import Problem


def problem_text(problem: Problem, headings: Headings) -> str:
    """ "dòng 7, cột giờ mở cửa: giờ đóng phải sau giờ mở («17:00-8:00»)"."""
    column = headings[problem.field][0]
    shown = f" («{problem.value}»)" if problem.value else ""
    return (
        _("dòng %(line)s, cột %(column)s: ", line=problem.line, column=column)
        + _line_texts()[problem.why]
        + shown
    )


def file_text(refused: FileRefused) -> str:
    texts = {
        "file_too_large": _("tệp lớn hơn %(detail)s MB", detail=refused.detail),
        "file_empty": _("tệp trống"),
        "not_utf8": _(
            "tệp không phải UTF-8 (sai từ byte thứ %(detail)s); hãy lưu lại dạng “CSV UTF-8”",
            detail=refused.detail,
        ),
        "not_csv": _("tệp không phải CSV: %(detail)s", detail=refused.detail),
        "column_missing": _("thiếu cột: %(detail)s", detail=refused.detail),
        "column_twice": _("hai cột cùng tên: %(detail)s", detail=refused.detail),
    }
    return texts[refused.why]


def _line_texts() -> dict[str, str]:
    return {**_cell_texts(), **_network_texts(), **_hours_texts()}


def _cell_texts() -> dict[str, str]:
    return {
        "cell_empty": _("ô này không được trống"),
        "formula": _("ô là công thức, không phải chữ"),
        "too_long": _("dài quá"),
        "bad_code": _("mã chỉ gồm chữ A–Z, chữ số và dấu gạch nối, tối đa 20 ký tự"),
        "bad_kind": _("không có loại thư viện này"),
        "bad_email": _("không phải địa chỉ email"),
        "bad_website": _("địa chỉ trang web phải bắt đầu bằng http:// hoặc https://"),
        "bad_coordinate": _("không phải tọa độ tính bằng độ"),
        "half_coordinates": _("vĩ độ và kinh độ phải có cả hai"),
        "unknown_commune": _("không có xã, phường nào hiện nay mang mã hoặc tên này"),
        "bad_day": _("không phải ngày (viết 30/06/2025)"),
        "last_before_first": _("ngày cuối trước ngày đầu"),
        "bad_room": _("phòng phải viết mã:tên:mở|kín:mượn|tại chỗ"),
        "room_twice": _("hai phòng cùng mã"),
        "bad_former_name": _("tên cũ phải viết Tên (từ ngày đến ngày, thuộc MÃ)"),
    }


def _network_texts() -> dict[str, str]:
    return {
        "code_twice": _("mã đã có ở dòng trước"),
        "unknown_parent": _("không có thư viện mang mã này"),
        "unknown_library": _("không có thư viện mang mã này"),
        "parent_circle": _("trực thuộc vòng tròn"),
    }


def _hours_texts() -> dict[str, str]:
    return {
        "hours_too_long": _("giờ mở cửa dài quá"),
        "hours_no_times": _("không đọc được giờ (viết T3-T7 8:00-17:00)"),
        "hours_unknown_day": _("không rõ thứ nào (viết T2 đến T7, CN)"),
        "hours_bad_time": _("không có giờ này trong ngày"),
        "hours_ends_before_start": _("giờ đóng phải sau giờ mở"),
        "hours_overlap": _("hai khoảng giờ chồng lên nhau"),
    }
