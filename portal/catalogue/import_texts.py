"""What an import says to librarians, in Vietnamese: the command line has no other language."""

from __future__ import annotations

from collections.abc import Iterator

from portal.catalogue.reading import DoubtKind, FileRefused, FileTrouble, Reason
from portal.catalogue.reading.headers import Column
from portal.catalogue.union.importing import FilesReport
from portal.catalogue.union.merging import (
    AlreadySettled,
    MergeRefused,
    NoSuchThing,
    OnlySource,
    SameRecord,
)
from portal.catalogue.union.report import Finding, FindingKind

REASONS = {
    Reason.truncated: "biểu ghi bị cắt cụt",
    Reason.no_leader: "không có đầu biểu (leader) của MARC",
    Reason.no_directory: "thư mục trường (directory) hỏng",
    Reason.bad_xml: "XML sai cú pháp",
    Reason.entities: "khai báo thực thể XML: không đọc vì lý do an toàn",
    Reason.unclosed_quote: "dấu ngoặc kép mở ra mà không đóng",
    Reason.cell_too_long: "ô quá dài",
    Reason.no_title: "không có nhan đề",
}
FILE_TROUBLES = {
    FileTrouble.empty: "tệp trống",
    FileTrouble.unknown_format: "không nhận ra định dạng; dùng --format nếu biết",
    FileTrouble.not_found: "không mở được tệp",
    FileTrouble.missing_column: f"không thấy cột «{Column.title.value}»; các cột đang có",
    FileTrouble.bomb: "tệp Excel phình ra quá lớn khi mở hoặc chứa khai báo lạ: từ chối",
    FileTrouble.not_a_workbook: "tệp Excel hỏng hoặc không phải .xlsx",
    FileTrouble.bad_mapping: "tệp ánh xạ có lỗi",
}
_DOUBTS = {
    DoubtKind.encoding: "bảng mã đáng ngờ, giữ nguyên",
    DoubtKind.isbn: "không phải ISBN, bỏ qua",
    DoubtKind.issn: "không phải ISSN, bỏ qua",
    DoubtKind.barcode: "số ĐKCB quá dài, bỏ qua",
    DoubtKind.status: "không hiểu từ chỉ tình trạng",
}
_AGAINST = {
    "year": "khác năm",
    "edition": "khác lần xuất bản",
    "language": "khác ngôn ngữ",
    "material": "khác dạng tài liệu",
    "volume": "khác tập",
    "part": "khác nhan đề tập",
    "extent": "khác số trang",
    "isbn": "khác ISBN",
    "title": "khác nhan đề",
    "little": "quá ít dữ kiện",
    "several": "hợp với nhiều biểu ghi",
}
KINDS = {
    FindingKind.bad_record: "biểu ghi không đọc được",
    FindingKind.repeated_record: "biểu ghi lặp nguyên văn trong tệp, chỉ lấy một",
    FindingKind.number_reused: "số biểu ghi đã dùng cho biểu ghi khác trong tệp, giữ cả hai",
    FindingKind.vanished: "biểu ghi lần trước có, lần này không; không xóa",
    FindingKind.copy_vanished: "số ĐKCB lần trước có, lần này không; không xóa",
    FindingKind.duplicate_barcode: "số ĐKCB trùng trong thư viện, giữ cả hai",
    FindingKind.barcode_elsewhere: "số ĐKCB trùng với thư viện khác, giữ cả hai",
    FindingKind.no_barcode: "bản không có số ĐKCB",
    FindingKind.unknown_branch: "mã thư viện không có trong mạng lưới; ghi cho thư viện đang nhập",
    FindingKind.unknown_room: "mã kho không có; để trống kho",
    FindingKind.match_doubt: "có thể trùng với biểu ghi khác, chờ người xem",
    FindingKind.value_doubt: "giá trị đáng ngờ",
    FindingKind.unknown_column: "cột không biết, bỏ qua",
    FindingKind.doubled_column: "cột lặp lại, chỉ lấy cột đầu",
}


def finding_text(finding: Finding) -> str:
    """One finding in one line."""
    what = KINDS[finding.kind]
    if finding.kind is FindingKind.bad_record:
        what = REASONS[Reason(finding.reason)]
    elif finding.kind is FindingKind.value_doubt:
        what = _DOUBTS[DoubtKind(finding.reason)]
    elif finding.kind is FindingKind.match_doubt:
        what = f"{what} ({against_text(finding.reason)})"
    return f"{finding.place}: {what}" + (f": {finding.text}" if finding.text else "")


def against_text(detail: str) -> str:
    """What speaks against two descriptions being one: "khác năm, khác tập"."""
    return ", ".join(_AGAINST.get(name, name) for name in detail.split(",") if name)


def file_text(refused: FileRefused) -> str:
    """Why a file could not be read."""
    detail = f": {refused.detail}" if refused.detail else ""
    return f"{refused.file}: {FILE_TROUBLES[refused.trouble]}{detail}"


def merge_text(refused: MergeRefused) -> str:
    """Why a merge, a split or an answer was refused."""
    if isinstance(refused, NoSuchThing):
        names = {"record": "biểu ghi", "source": "biểu ghi nguồn", "doubt": "câu hỏi"}
        return f"Không có {names[refused.kind]} số {refused.number}."
    if isinstance(refused, SameRecord):
        return "Không thể gộp một biểu ghi với chính nó."
    if isinstance(refused, OnlySource):
        return f"Biểu ghi nguồn {refused.number} đứng một mình, không có gì để tách."
    if isinstance(refused, AlreadySettled):
        return f"Câu hỏi {refused.number} đã có người trả lời."
    return str(refused)


def summary(report: FilesReport) -> Iterator[str]:
    """The result of an import, line by line."""
    rate = report.read / report.seconds if report.seconds else 0.0
    yield (
        f"Đã đọc {_n(report.read)} biểu ghi trong {report.seconds:.1f} giây"
        f" ({_n(round(rate))} biểu ghi/giây)."
    )
    yield (
        f"{_n(report.created)} mới, {_n(report.joined)} nhập vào biểu ghi đã có,"
        f" {_n(report.updated)} cập nhật, {_n(report.unchanged)} không đổi,"
        f" {_n(report.refused)} không đọc được."
    )
    yield f"{_n(report.copies_added)} bản thêm, {_n(report.copies_changed)} bản sửa."
    for kind, count in sorted(report.findings.items()):
        if kind is not FindingKind.bad_record:
            yield f"  {_n(count)} × {KINDS[kind]}"
    for title, seen in (
        ("Mã thư viện chưa biết", report.unknown_branches),
        ("Mã kho chưa biết", report.unknown_rooms),
    ):
        if seen:
            listed = ", ".join(f"{code} ({_n(count)} bản)" for code, count in seen.most_common(12))
            yield f"{title}: {listed}"
    if report.doubts:
        yield "Xem những chỗ chờ người quyết định: portal catalogue doubts"


def _n(number: int) -> str:
    return f"{number:,}".replace(",", ".")
