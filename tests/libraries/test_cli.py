"""`portal libraries …` as a librarian runs it."""

from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from portal.libraries.cli import libraries
from portal.libraries.network import read_network
from tests.libraries.networks import SMALL


def write(folder: Path, text: str) -> str:
    path = folder / "mạng lưới.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_import_says_what_it_did(app: Flask, session: Session, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke(libraries, ["import", write(tmp_path, SMALL)])
    assert run.exit_code == 0, run.output
    assert "3 thêm, 0 sửa, 0 giữ nguyên, 0 bị loại." in run.output
    assert len(read_network(session).branches) == 3


def test_bad_lines_are_named_and_the_exit_code_tells(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    path = write(tmp_path, "mã,loại,tên,màu\nA1,tủ sách,Tủ,x\nA2,lâu đài,Tủ,x\n")
    run = app.test_cli_runner().invoke(libraries, ["import", path])
    assert run.exit_code == 1
    assert "dòng 3, cột loại: không có loại thư viện này («lâu đài»)" in run.output
    assert "Bỏ qua cột không biết: màu" in run.output
    assert [branch.code for branch in read_network(session).branches] == ["A1"]


def test_a_dry_run_writes_nothing(app: Flask, session: Session, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke(libraries, ["import", write(tmp_path, SMALL), "--dry-run"])
    assert "3 thêm" in run.output
    assert read_network(session).branches == ()


def test_a_file_that_is_none_is_one_clear_line(app: Flask, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke(libraries, ["import", write(tmp_path, "mã;tên\n")])
    assert run.exit_code == 2
    assert "thiếu cột: loại" in run.output


def test_list_and_closures(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    runner.invoke(libraries, ["import", write(tmp_path, SMALL)])
    listed = runner.invoke(libraries, ["list"])
    assert "HN-BT\tThư viện Hà Nội\tThư viện thành phố\tĐang mở cả ngày đêm" in listed.output
    closures = write(tmp_path, "từ ngày,đến ngày,lý do\n01/01/2026,01/01/2099,Nghỉ dài\n")
    run = runner.invoke(libraries, ["import-closures", closures])
    assert "1 thêm" in run.output
    assert "Đang đóng: Nghỉ dài" in runner.invoke(libraries, ["list"]).output
