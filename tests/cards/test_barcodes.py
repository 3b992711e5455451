"""What is drawn can be read, by a reader that is not ours, and shown under a strict policy."""

import re
from xml.etree import ElementTree

import pytest
import segno
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.cards import code128
from portal.cards.barcodes import QUIET, code128_svg, qr_svg
from tests.cards.seeing import CODE128, QR, codes, drawn

PRINTABLE = "".join(chr(code) for code in range(32, 127))
ALLOWED = {"svg", "rect", "path", "title"}


def scanned(text: str) -> str:
    """The text a reader finds in one line of bars."""
    widths = code128.widths(text)
    line = [255] * QUIET
    for place, width in enumerate(widths):
        line += [255 if place % 2 else 0] * width
    line += [255] * QUIET
    picture = Image.new("L", (len(line), 1))
    picture.putdata(line)
    found = zxingcpp.read_barcodes(picture.resize((len(line) * 2, 20), 0))
    return found[0].text


@given(
    st.text(PRINTABLE, min_size=1, max_size=30)
    | st.from_regex(r"[A-Z]{0,4}[0-9]{1,16}-?[0-9A-Z]", fullmatch=True)
)
@example("998")  # a code of set C begins with 105: 99 in it is two digits, not a change of set
@example("99B42AA8-202A829")
@example("A12345678B")
@example("12")
@example("1234567")
@settings(max_examples=400)
def test_whatever_is_printable_is_read_back(text: str) -> None:
    assert scanned(text) == text


def test_every_symbol_is_eleven_modules_and_its_own() -> None:
    symbols = code128._SYMBOLS
    assert len(symbols) == len(set(symbols)) == 107
    assert {sum(map(int, symbol)) for symbol in symbols[:-1]} == {11}
    assert sum(map(int, symbols[-1])) == 13


@pytest.mark.parametrize("text", ["", "thẻ", "a\n", "\x7f", "1" * 49])
def test_what_a_barcode_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not for a barcode"):
        code128_svg(text)


def test_digits_are_packed_in_pairs() -> None:
    assert code128.symbol_values("HN0100001234") == [104, 40, 46, 99, 1, 0, 0, 12, 34]
    assert code128.symbol_values("12345") == [105, 12, 34, 100, 21]
    assert len(code128.symbol_values("A1234B")) == 7  # a change there and back would not pay


@pytest.mark.parametrize("dpi", [203, 300])  # a label printer's, and an office printer's
def test_a_card_number_is_read_from_its_picture(dpi: int) -> None:
    assert codes(drawn(code128_svg("HN0100001234"), 50, 9, dpi=dpi)) == [(CODE128, "HN0100001234")]
    assert codes(drawn(qr_svg("HN0100001234"), 18, 18, dpi=dpi)) == [(QR, "HN0100001234")]


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
@settings(max_examples=40)
def test_a_qr_code_is_as_the_library_makes_it(text: str) -> None:
    matrix = list(segno.make(text, error="m", micro=False, boost_error=False).matrix_iter())
    dark = [[0] * len(matrix) for _row in matrix]
    for start, top, width in re.findall(r"M(\d+) (\d+)h(\d+)", qr_svg(text)):
        for at in range(int(start), int(start) + int(width)):
            dark[int(top)][at] = 1
    assert dark == [[int(module) for module in row] for row in matrix]


@pytest.mark.parametrize(
    "svg", [code128_svg("HN0100001234", "Số thẻ"), qr_svg("HN0100001234", "Số thẻ"), qr_svg("x")]
)
def test_a_strict_policy_lets_the_pictures_pass(svg: str) -> None:
    for element in ElementTree.fromstring(svg).iter():  # noqa: S314 - our own
        assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in ALLOWED
        assert [
            name
            for name in element.attrib
            if name in {"style", "href", "class"} or name.startswith("on")
        ] == []


def test_a_label_is_text_whatever_it_holds() -> None:
    svg = code128_svg("1", '</title><script>alert("x")</script>')
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    assert root.findtext("{*}title") == '</title><script>alert("x")</script>'
    assert root.get("role") == "img"
    assert 'aria-hidden="true"' in code128_svg("1")
