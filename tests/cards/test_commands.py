"""`portal cards`: what an administrator asks on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards import numbering
from portal.cards.acting import Clerk
from portal.cards.models import Borrower
from portal.cards.moving import state_of
from portal.cards.numbering import open_range
from portal.cards.numbers import grouped, make_number
from portal.cards.states import State
from portal.cli import portal
from portal.demo.borrowers import PARENT, READER, load_borrowers
from portal.libraries.models import Library
from portal.mail.models import Letter
from tests import make
from tests.cards import people
from tests.cards.seeing import CODE128, codes, pages


def run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(portal, ["cards", *words], obj=app)


def test_the_kinds_of_a_new_network(app: Flask, session: Session) -> None:
    assert run(app, "defaults").output == "Đã thêm 3 loại thẻ.\n"
    assert run(app, "defaults").output == ""
    shown = run(app, "show").output
    assert "ban-doc: Thẻ bạn đọc, 12 tháng, phí 0 đ" in shown
    assert "adult_age = 16" in shown
    assert "Không có thư viện" in run(app, "show", "--library", "XX").output


def test_ranges_are_opened_and_listed(app: Flask, session: Session) -> None:
    make.library(session, "KV-TAYHO")
    session.commit()
    assert run(app, "ranges", "--open", "KV-TAYHO", "--prefix", "2024").output == (
        "2024: KV-TAYHO, còn 1000000 số\n"
    )
    assert "2025: KV-TAYHO" in run(app, "ranges", "--open", "KV-TAYHO").output
    assert (
        "đã có thư viện dùng" in run(app, "ranges", "--open", "KV-TAYHO", "--prefix", "2024").output
    )
    assert "bốn chữ số" in run(app, "ranges", "--open", "KV-TAYHO", "--prefix", "24").output


def test_a_range_is_kept_for_a_desk(app: Flask, session: Session) -> None:
    make.library(session, "KV-TAYHO")
    session.commit()
    opened = run(
        app, "ranges", "--open", "KV-TAYHO", "--prefix", "2024", "--desk", "  Xe  lưu động"
    )
    assert opened.output == "2024: KV-TAYHO, còn 1000000 số, giữ cho Xe lưu động\n"
    again = run(app, "ranges", "--open", "KV-TAYHO", "--desk", "Xe lưu động")
    assert "đang giữ dải 2024, còn 1000000 số" in again.output
    assert "2025: KV-TAYHO" in run(app, "ranges", "--open", "KV-TAYHO", "--desk", "Quầy xã").output
    assert "Cần cả --open" in run(app, "ranges", "--desk", "Xe lưu động").output
    long = run(app, "ranges", "--open", "KV-TAYHO", "--desk", "x" * 101)
    assert "dài nhất 100 chữ" in long.output


def test_blanks_are_printed_once(app: Flask, session: Session, tmp_path: Path) -> None:
    library = make.library(session, "KV-TAYHO", name="Thư viện khu vực Tây Hồ")
    prefix = open_range(session, library.id, "2024", desk="Xe lưu động")
    session.commit()
    file, second = tmp_path / "phoi.pdf", tmp_path / "nua.pdf"
    done = run(app, "blanks", prefix, "--count", "12", "--out", str(file))
    numbers = [make_number(prefix, serial) for serial in range(24)]
    assert done.output == (
        f"{file}: 12 phôi, số {grouped(numbers[0])} đến {grouped(numbers[11])}; "
        "dải 2024 còn 999988 số.\n"
    )
    assert printed(file) == sorted(numbers[:12])
    over = run(app, "blanks", prefix, "--count", "12", "--out", str(file))
    assert "Đã có tệp" in over.output
    assert printed(file) == sorted(numbers[:12])
    nowhere = run(app, "blanks", prefix, "--out", str(tmp_path / "x" / "phoi.pdf"))
    assert "Không ghi được" in nowhere.output
    assert run(app, "blanks", prefix, "--count", "12", "--out", str(second)).exit_code == 0
    assert printed(second) == sorted(numbers[12:])


def test_a_file_of_blanks_is_named_by_its_numbers(
    app: Flask, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = make.library(session, "KV-TAYHO")
    open_range(session, library.id, "2024", desk="Xe lưu động")
    session.commit()
    monkeypatch.chdir(tmp_path)
    assert run(app, "blanks", "2024", "--count", "2").exit_code == 0
    assert [file.name for file in tmp_path.glob("*.pdf")] == [
        f"phoi-the-{make_number('2024', 0)}-{make_number('2024', 1)}.pdf"
    ]


def test_blanks_of_no_desk_are_none(
    app: Flask, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbering, "LAST_SERIAL", 4)
    library = make.library(session, "KV-TAYHO")
    open_range(session, library.id, "2024")
    open_range(session, library.id, "2025", desk="Xe lưu động")
    session.commit()
    for prefix in ("2024", "9999", "x"):
        told = run(app, "blanks", prefix, "--out", str(tmp_path / "phoi.pdf"))
        assert "không giữ cho quầy nào" in told.output
    few = run(app, "blanks", "2025", "--count", "6", "--out", str(tmp_path / "phoi.pdf"))
    assert "chỉ còn 5 số" in few.output
    assert list(tmp_path.glob("*.pdf")) == []


def printed(file: Path) -> list[str]:
    """What a scanner reads on the sheets."""
    found = [codes(page) for page in pages(file.read_bytes())]
    return sorted(text for page in found for kind, text in page if kind == CODE128)


def test_figures_by_month(app: Flask, session: Session, library: Library, ha: Clerk) -> None:
    people.active(session, ha, library)
    session.commit()
    assert "KV-TAYHO người lớn: cấp mới 1, gia hạn 0, cấp lại 0" in run(app, "figures").output
    assert run(app, "figures", "--from", "2020-01", "--to", "2020-02").output == ""


def test_the_demo_has_somebody_in_every_state(
    session: Session, library: Library, ha: Clerk, city: Clerk
) -> None:
    load_borrowers(session, ha, city, "xin chào thư viện")
    states = {state_of(row) for row in session.scalars(select(Borrower))}
    assert states == set(State) - {State.PURGED}
    accounts = session.scalars(select(Account).where(Account.email.in_((READER, PARENT))))
    assert all(one.password_hash for one in accounts)
    assert session.scalars(select(Letter)).all() == []
