"""A shelf of well-known books to type for: titles that share words, an English one, rare ones."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from tests import make
from tests.search.finding import Reader

BOOKS = [
    ("Dế Mèn phiêu lưu ký", "Tô Hoài"),
    ("O chuột", "Tô Hoài"),
    ("Mắt biếc", "Nguyễn Nhật Ánh"),
    ("Kính vạn hoa", "Nguyễn Nhật Ánh"),
    ("Tôi thấy hoa vàng trên cỏ xanh", "Nguyễn Nhật Ánh"),
    ("Truyện Kiều", "Nguyễn Du"),
    ("Đất rừng phương Nam", "Đoàn Giỏi"),
    ("Harry Potter và hòn đá phù thuỷ", "J. K. Rowling"),
    ("Du ký", "Phạm Quỳnh"),
    ("Lí luận văn học", "Hà Minh Đức"),
    ("Những người khốn khổ", "Victor Hugo"),
    ("Đường xưa mây trắng", "Thích Nhất Hạnh"),
    ("The Boss", "John Has"),
]


def shelved(session: Session, home: Path) -> Reader:
    """Somebody at the search box before these books."""
    for number, (title, author) in enumerate(BOOKS, 1):
        make.record(session, title, authors=[author], year=1940 + number)
    return Reader(session, home)
