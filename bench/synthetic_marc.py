"""Made-up MARC records as Vietnamese libraries export them: decomposed letters, row numbers in 020.

The same seed gives the same file. Nothing here describes a real book.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path


def _list(text: str, mark: str | None = None) -> list[str]:
    return text.split(mark)


FAMILY = _list("Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Phan")
MIDDLE = _list("Văn Thị Minh Ngọc Quang Hữu Đức Thanh Xuân Thu Hồng Bích Kim Gia")
GIVEN = _list("An Bình Châu Dũng Giang Hà Hải Hạnh Hoa Hùng Khánh Lan Linh Long Mai Nam Phong Sơn")
WORDS = _list(
    "đất nước con người mùa xuân dòng sông ngọn núi bầu trời hạt giống tuổi thơ ký ức làng quê "
    "phố cổ tiếng hát ánh trăng cánh đồng biển đảo lịch sử văn hóa khoa học nghệ thuật kinh tế "
    "giáo dục tâm lý cuộc sống hành trình câu chuyện bí mật giấc mơ mặt trời thành phố gia đình "
    "tình yêu chiến tranh hòa bình người lính cô gái chú bé con mèo cây tre hoa sen nhà trường"
)
PUBLISHERS = _list("Văn học|Kim Đồng|Trẻ|Giáo dục|Phụ nữ|Lao động|Thế giới|Hội Nhà văn", "|")
PLACES = _list("H.|Tp. Hồ Chí Minh|Hà Nội|Đà Nẵng", "|")
SUBJECTS = _list("Văn học|Lịch sử|Tiểu thuyết|Truyện ngắn|Thơ|Giáo dục|Hà Nội|Việt Nam|Y học", "|")
KEYWORDS = _list("Văn học hiện đại|Thiếu nhi|Sách tham khảo|Kỹ năng sống|Nghiên cứu", "|")


def write_file(path: Path, count: int, *, seed: int = 1, library: str = "CN") -> int:
    """Write `count` records to `path`; the size in bytes."""
    with path.open("wb") as out:
        return sum(out.write(record) for record in records(count, seed=seed, library=library))


def records(count: int, *, seed: int = 1, library: str = "CN") -> Iterator[bytes]:
    chance = random.Random(seed)  # noqa: S311 - a benchmark must repeat itself
    for number in range(1, count + 1):
        yield _record(chance, number, library)


def iso2709(fields: list[tuple[str, str]], *, leader_9: str = "a") -> bytes:
    """A record of (tag, content); content of data fields starts with the indicators."""
    directory, body = b"", b""
    for tag, content in fields:
        data = content.encode() + b"\x1e"
        directory += f"{tag}{len(data):04d}{len(body):05d}".encode()
        body += data
    base = 24 + len(directory) + 1
    size = base + len(body) + 1
    leader = f"{min(size, 99999):05d}nam {leader_9}22{base:05d} a 4500"
    leader = leader[:9] + leader_9 + leader[10:]
    return leader.encode() + directory + b"\x1e" + body + b"\x1d"


def _isbn(chance: random.Random) -> str:
    body = "978604" + "".join(str(chance.randrange(10)) for _ in range(6))
    total = sum(int(digit) * (1 + 2 * (place % 2)) for place, digit in enumerate(body))
    return body + str(-total % 10)


def _name(chance: random.Random) -> str:
    return f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"


def _record(chance: random.Random, number: int, library: str) -> bytes:
    title = " ".join(chance.choices(WORDS, k=chance.randint(3, 7))).capitalize()
    author, translator = _name(chance), _name(chance)
    year = chance.randint(1980, 2025)
    fields = [
        ("001", f"{library}{number:07d}"),
        ("005", "20240101120000.0"),
        ("008", f"240101s{year}    vm            000 0 {chance.choice(['vie', 'und'])} d"),
        ("020", f"  \x1fa{_isbn(chance) if chance.random() < 0.5 else number}"),
        ("082", f"04\x1fa{chance.choice(['895.9223', '959.7', '306.09597', '610'])}\x1f223"),
        ("100", f"1 \x1fa{author}"),
        ("245", f"10\x1fa{title} :\x1fbTiểu thuyết /\x1fc{author} ; {translator} dịch"),
        ("260", f"  \x1fa{chance.choice(PLACES)} :\x1fb{chance.choice(PUBLISHERS)},\x1fc{year}"),
        ("300", f"  \x1fa{chance.randint(60, 900)} tr. ;\x1fc21 cm"),
        ("520", f"  \x1fa{' '.join(chance.choices(WORDS, k=40))}"),
        ("650", f" 4\x1fa{chance.choice(SUBJECTS)}\x1fx{chance.choice(SUBJECTS)}"),
        ("653", f"  \x1fa{chance.choice(KEYWORDS)}\x1fa{chance.choice(SUBJECTS)}"),
        ("700", f"1 \x1fa{translator}\x1fedịch"),
    ]
    for copy in range(chance.choice([1, 1, 1, 2, 3])):
        barcode = f"{library}.{number * 4 + copy:08d}"
        fields.append(
            ("952", f"  \x1fa{library}\x1fcKHO{copy}\x1fo895.92 {author[:1]}\x1fp{barcode}")
        )
    if chance.random() < 0.58:
        fields = [(tag, unicodedata.normalize("NFD", content)) for tag, content in fields]
    return iso2709(fields)
