"""Editions made up from the words of the demo's own titles, for trying the portal at scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from portal.demo.titles import POPULARITY, Row
from portal.vietnamese.names import is_vietnamese_name

CITIES = ("H.", "Tp. Hồ Chí Minh", "Đà Nẵng", "Huế", "Hải Phòng")
SEED = 1954
SHORTEST_YEAR, LATEST_YEAR = 1956, 2026


def synthetic_editions(rows: Sequence[Row], count: int) -> Iterator[Row]:
    """`count` editions, the same ones every time: titles, names and subjects recombined."""
    dice = Random(SEED)  # noqa: S311 - a demo, not a secret
    vietnamese = [row for row in rows if row["Ngôn ngữ"] in ("vie", "")]
    names = [row["Thông tin trách nhiệm"].split(" ; ")[0] for row in vietnamese]
    people = sorted({name for name in names if is_vietnamese_name(name)})
    for number in range(count):
        model = dice.choice(vietnamese)
        yield {
            **dict.fromkeys(model, ""),
            "Nhan đề": _title(dice, vietnamese, number),
            "Thông tin trách nhiệm": _person(dice, people),
            "Nơi xuất bản": dice.choice(CITIES),
            "Nhà xuất bản": model["Nhà xuất bản"],
            "Năm xuất bản": str(dice.randint(SHORTEST_YEAR, LATEST_YEAR)),
            "Ngôn ngữ": "vie",
            "Chỉ số phân loại": model["Chỉ số phân loại"],
            "Chủ đề": model["Chủ đề"],
            "Dạng tài liệu": model["Dạng tài liệu"],
            "Đối tượng": model["Đối tượng"],
            "Tóm tắt": model["Tóm tắt"],
            "Ghi chú": "Biểu ghi thử, tạo tự động",
            POPULARITY: "1" if dice.random() < 0.5 else "2",
        }


def _title(dice: Random, rows: Sequence[Row], number: int) -> str:
    """The head of one title and the tail of another; every third has a volume's air."""
    head = dice.choice(rows)["Nhan đề"].split()
    tail = dice.choice(rows)["Nhan đề"].split()
    words = head[: dice.randint(1, 4)] + tail[-dice.randint(1, 4) :]
    return " ".join(words) if number % 3 else f"{' '.join(words)} {dice.randint(2, 99)}"


def _person(dice: Random, people: Sequence[str]) -> str:
    """A family name of one person and the given name of another."""
    first, second = dice.choice(people).split(), dice.choice(people).split()
    return " ".join([*first[:2], second[-1]]) if len(first) > 2 else f"{first[0]} {second[-1]}"
