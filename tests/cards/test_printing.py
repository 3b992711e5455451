"""Printed cards: what the eye, the scanner and the search box of a viewer find in the PDF."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from flask import Flask
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.cards.numbers import make_number
from portal.cards.printing import PrintedCard, blanks_pdf, card_pdf, sheet_pdf
from portal.i18n import init_app
from portal.vietnamese import normalise
from tests.cards.seeing import CODE128, QR, codes, pages, sizes_mm, texts

TUYET = PrintedCard(
    library="Thư viện Hà Nội",
    name="Nguyễn Thị Ánh Tuyết",
    number="10240001237",
    kind="Thẻ mượn – đọc",
    valid_until=date(2027, 11, 30),
)
ALPHABET = "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY aăâbcdđeêghiklmnoôơpqrstuưvxy"
MARKED = [normalise(f"{vowel}{tone}") for vowel in "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy" for tone in "̣̀̉̃́"]


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (450, 600), (200, 30, 30)).save(out, "JPEG")
    return out.getvalue()


def test_a_card_is_as_large_as_a_bank_card() -> None:
    [(width, height)] = sizes_mm(card_pdf(TUYET))
    assert (width, height) == pytest.approx((85.6, 54), abs=0.01)


def test_both_codes_of_a_printed_card_are_read() -> None:
    [page] = pages(card_pdf(TUYET))
    assert sorted(text for _format, text in codes(page)) == ["10240001237"] * 2
    assert {kind for kind, _text in codes(page)} == {CODE128, QR}


def test_the_qr_code_may_say_something_else() -> None:
    [page] = pages(card_pdf(replace(TUYET, qr="https://thuvien.example/the/10240001237")))
    assert dict(codes(page))[QR] == "https://thuvien.example/the/10240001237"


def test_all_that_is_printed_can_be_searched_for() -> None:
    [text] = texts(card_pdf(TUYET))
    for words in ("Thư viện Hà Nội", "Nguyễn Thị Ánh Tuyết", "1024 0001 237", "30/11/2027"):
        assert words in text
    assert "THẺ BẠN ĐỌC" in text


def test_a_provisional_card_says_so_and_till_when() -> None:
    provisional = replace(TUYET, valid_until=None, provisional_until=date(2026, 12, 28))
    [text] = texts(card_pdf(provisional))
    assert "Thẻ tạm, đến" in text
    assert "28/12/2026" in text
    assert "Có giá trị đến" not in text
    [issued] = texts(card_pdf(replace(provisional, valid_until=date(2027, 11, 30))))
    assert "Thẻ tạm" not in issued
    assert "30/11/2027" in issued


@pytest.mark.parametrize("letters", [ALPHABET, "".join(MARKED[:60]), "".join(MARKED[60:])])
def test_every_vietnamese_letter_is_set_and_found(letters: str) -> None:
    name = " ".join(letters[at : at + 10].strip() for at in range(0, len(letters), 10))
    pdf = card_pdf(replace(TUYET, name=name, library=name, kind="Thẻ đọc"))
    assert texts(pdf)[0].replace(" ", "").count(name.replace(" ", "")) == 2
    assert fonts(pdf) <= {"BeVietnamPro-Regular", "BeVietnamPro-SemiBold", "Literata-SemiBold"}


def fonts(pdf: bytes) -> set[str]:
    """The faces that the letters of a page are set in."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
        return {one.get_font().get_base_name().partition("+")[2] for one in found}


def test_a_name_in_pieces_is_put_together() -> None:
    """Some keyboards send a letter and its marks apart."""
    assert "Nguyễn Thị Ánh Tuyết" in texts(
        card_pdf(replace(TUYET, name="Nguyê\u0303n Thi\u0323 A\u0301nh Tuyê\u0301t"))
    )[0]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "#emph[Lan]",
        '#read("/card.typ")',
        "*Lan* _Lan_ `Lan` $x^2$ = - + / \\ @lan <lan> // /* #",
        '"); panic("',
        "]}#let x = 1",
        "Lan \\u{41} ~ -- --- ...",
    ],
)  # fmt: skip
def test_what_somebody_typed_is_never_markup(name: str) -> None:
    assert name in texts(card_pdf(replace(TUYET, name=name)))[0]


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=100))
@example("A" * 300, "Ấ" * 300, "")
@example("Nguyễn " * 40, "", "Thẻ " * 30)
@settings(max_examples=60)
def test_any_text_makes_a_card(name: str, library: str, kind: str) -> None:
    pdf = card_pdf(replace(TUYET, name=name, library=library, kind=kind))
    [page] = pages(pdf, dpi=300)
    assert [text for _format, text in codes(page)] == ["10240001237"] * 2


def test_the_same_card_is_the_same_file() -> None:
    pictured = replace(TUYET, photo=photo())
    assert card_pdf(pictured) == card_pdf(pictured)
    assert sheet_pdf([TUYET] * 12) == sheet_pdf([TUYET] * 12)


def test_a_photo_stands_top_right() -> None:
    [page] = pages(card_pdf(replace(TUYET, photo=photo())), dpi=254)  # ten dots a millimetre
    red = page.getpixel((856 - 42 - 90, 42 + 120))
    assert red == pytest.approx((200, 30, 30), abs=4)
    assert len(codes(page)) == 2


def test_a_sheet_holds_ten_and_goes_on_to_the_next() -> None:
    numbers = [make_number("1024", serial) for serial in range(23)]
    pdf = sheet_pdf([replace(TUYET, number=number) for number in numbers])
    assert sizes_mm(pdf) == [pytest.approx((210, 297), abs=0.05)] * 3
    read = [[text for kind, text in codes(page) if kind == CODE128] for page in pages(pdf)]
    assert [sorted(page) for page in read] == [numbers[:10], numbers[10:20], numbers[20:]]


def test_blanks_leave_name_and_birthday_to_a_pen() -> None:
    numbers = [f"{n:011}" for n in range(12)]
    pdf = blanks_pdf("Thư viện khu vực Tây Hồ", numbers)
    assert sizes_mm(pdf) == [pytest.approx((210, 297), abs=0.05)] * 2
    for text, count in zip(texts(pdf), (10, 2), strict=True):
        for words in ("Thư viện khu vực Tây Hồ", "Họ và tên", "Ngày sinh", "Số thẻ"):
            assert text.count(words) == count
        assert "Có giá trị đến" not in text
    [first, second] = pages(pdf, dpi=254)
    read = [text for page in (first, second) for _kind, text in codes(page)]
    assert sorted(read) == sorted(numbers * 2)  # bars and QR of each
    grey = first.convert("L")
    left, top = 194 + 42, 135 + 42  # where the first card's print begins, in tenths of a millimetre
    for width, begin, end in ((700, 135, 185), (400, 314, 354)):
        assert darkest(grey, (left, top + begin, left + width, top + end)) == 255  # to write in
        assert darkest(grey, (left, top + end, left + width, top + end + 15)) < 200  # the line


def test_cut_marks_stand_outside_the_cards() -> None:
    [page] = pages(sheet_pdf([replace(TUYET, number=f"{n:08}") for n in range(10)]), dpi=254)
    grey = page.convert("L")
    left, top = 194, 135  # where the first card begins, in tenths of a millimetre
    for x in (left, left + 856, left + 1712):
        assert darkest(grey, (x - 3, top - 60, x + 4, top - 30)) < 200
    for row in range(6):
        assert darkest(grey, (left - 60, top + 540 * row - 3, left - 30, top + 540 * row + 4)) < 200
    assert darkest(grey, (left + 5, top + 5, left + 35, top + 2695)) == 255  # the first margin


def darkest(grey: Image.Image, box: tuple[int, int, int, int]) -> int:
    low, _high = grey.crop(box).getextrema()
    assert isinstance(low, int)
    return low


def test_nothing_to_print_is_refused() -> None:
    with pytest.raises(ValueError, match="no card"):
        sheet_pdf([])
    with pytest.raises(ValueError, match="not for a barcode"):
        card_pdf(replace(TUYET, number="thẻ"))


def test_a_card_can_be_read_aloud() -> None:
    with pypdfium2.PdfDocument(card_pdf(TUYET)) as document:
        assert pypdfium2.raw.FPDFCatalog_IsTagged(document.raw)
        assert document.get_metadata_value("Title") == "Thẻ bạn đọc"


def test_words_are_those_of_the_reader() -> None:
    app = Flask("portal")
    init_app(app)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        [text] = texts(card_pdf(TUYET))
    assert "LIBRARY CARD" in text
    assert "Valid until 30 November 2027" in text
