"""How long cards take to print: `python -m bench.cards_print [--rounds N]`.

One card, a sheet of ten and the four sheets of a class, with and without photos; and what comes
before: a photo from a phone, a class list, one of five thousand pupils with forty mistakes.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PIL import Image

from bench.figures import percentile
from portal.cards.class_file import read_class
from portal.cards.photos import card_photo
from portal.cards.printing import PrintedCard, card_pdf, sheet_pdf

TODAY = date(2026, 11, 30)
NAMES = ("Nguyễn Thị Ánh Tuyết", "Đặng Trần Quốc Bảo Khánh", "Lê Hoàng Phương Thảo", "Vũ An")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--rounds", type=int, default=20)
    rounds = options.parse_args().rounds
    print(f"{'':38}   median ms   p95 ms   first ms      KB")
    for name, work in works().items():
        print(f"{name:38}   {measured(work, rounds)}")


def works() -> dict[str, Callable[[], bytes | None]]:
    phone = from_a_phone()
    plain = cards(40)
    pictured = [replace(card, photo=portrait()) for card in plain]
    listed, faulty = class_list(40), class_list(5_000, wrong_every=125)
    return {
        "one card": lambda: card_pdf(plain[0]),
        "one card with a photo": lambda: card_pdf(pictured[0]),
        "a sheet of ten": lambda: sheet_pdf(plain[:10]),
        "a sheet of ten with photos": lambda: sheet_pdf(pictured[:10]),
        "a class of 40": lambda: sheet_pdf(plain),
        "a class of 40 with photos": lambda: sheet_pdf(pictured),
        "a photo of 12 million pixels": lambda: card_photo(phone),
        "a list of 40 pupils": lambda: read(listed, 40),
        "a list of 5,000 with 40 mistakes": lambda: read(faulty, 4_960),
    }


def cards(count: int) -> list[PrintedCard]:
    return [
        PrintedCard(
            library="Thư viện khu vực Hà Đông",
            name=NAMES[serial % len(NAMES)],
            number=f"1000{serial:06}7",
            kind="Thẻ thiếu nhi",
            valid_until=date(2027, 11, 30),
        )
        for serial in range(count)
    ]


def from_a_phone() -> bytes:
    return noisy((1008, 756), (4032, 3024))


def portrait() -> bytes:
    return card_photo(noisy((150, 200), (450, 600)))


def noisy(grain: tuple[int, int], size: tuple[int, int]) -> bytes:
    """A noisy picture weighs what a real one does."""
    out = io.BytesIO()
    Image.effect_noise(grain, 40).resize(size).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def class_list(count: int, wrong_every: int = 0) -> bytes:
    rows = ["Họ và tên,Ngày sinh,Giới tính,Lớp"]
    for number in range(count):
        wrong = wrong_every and number % wrong_every == 0
        name = "".join("ABCDEGHKLM"[int(digit)] for digit in str(number))
        rows.append(f"Nguyễn {name},{'31/02' if wrong else '05/03'}/2016,Nữ,4A")
    return "\n".join(rows).encode()


def read(content: bytes, good: int) -> None:
    assert len(read_class(content, TODAY).pupils) == good


def measured(work: Callable[[], bytes | None], rounds: int) -> str:
    times = []
    made = None
    for _round in range(rounds + 1):
        started = time.perf_counter()
        made = work()
        times.append((time.perf_counter() - started) * 1000)
    first, rest = times[0], times[1:]
    size = f"{len(made) / 1000:7.0f}" if made else "      –"
    return f"{percentile(rest, 50):9.1f}   {percentile(rest, 95):6.1f}   {first:8.1f} {size}"


if __name__ == "__main__":
    main()
