"""Drawn covers: safe on any title, light, the same for the same book, legible."""

import unicodedata
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.cover_patterns import CREAM, INKS, NO_CLASS, PATTERNS
from portal.catalogue.cover_text import ELLIPSIS, balanced, clean, set_title, text_width
from portal.catalogue.covers import SETTINGS, Size, cover_svg, ddc_digit

SVG = "{http://www.w3.org/2000/svg}"
SIZES: tuple[Size, ...] = ("row", "card", "page")

SHELF = [
    ("Cho tôi xin một vé đi tuổi thơ", "Nguyễn Nhật Ánh", "895.9223"),
    ("Dế Mèn phiêu lưu ký", "Tô Hoài", "895.9223"),
    ("Lịch sử Hà Nội", "Philippe Papin", "959.731"),
    ("Kỷ yếu hội thảo bảo tồn di sản văn hóa phi vật thể trên địa bàn thành phố", "", "306.4"),
    ("Kinh Pháp cú", "Thích Minh Châu", "294.3"),
    ("Tâm lý học đám đông", "Gustave Le Bon", "150"),
    ("Nghệ thuật Đông Sơn", "", "709.597"),
    ("Từ điển tiếng Việt", "Hoàng Phê", "495.922"),
    ("Lập trình cơ bản và nâng cao", "", "005.133"),
    ("Báo Hà Nội mới", "", None),
]


def parsed(svg: str) -> Element:
    named = str(svg).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    root: Element = fromstring(named)
    return root


def lines_of(svg: str) -> list[str]:
    return [span.text or "" for span in parsed(svg).iter(f"{SVG}tspan")]


@given(title=st.text(max_size=400), author=st.text(max_size=100), ddc=st.none() | st.text())
def test_any_title_gives_well_formed_markup_a_strict_page_accepts(
    title: str, author: str, ddc: str | None
) -> None:
    for size in SIZES:
        drawn = parsed(cover_svg(title, author, ddc, size=size))
        assert drawn.get("aria-hidden") == "true"
        for element in drawn.iter():
            assert not {"style", "id", "onload"} & set(element.keys())
            assert element.tag.removeprefix(SVG) in {"svg", "path", "g", "text", "tspan"}


def test_markup_in_a_title_stays_text() -> None:
    svg = cover_svg("<script>x</script> & more", 'A "B"', "005", size="page")
    assert "<script" not in svg
    assert "&amp;" in svg


def test_twenty_covers_weigh_less_than_twenty_kilobytes() -> None:
    for size in SIZES:
        covers = [cover_svg(*book, size=size) for book in SHELF * 2]
        assert sum(len(svg.encode()) for svg in covers) < 20_000


def test_a_book_always_gets_the_same_cover() -> None:
    first = cover_svg("Số đỏ", "Vũ Trọng Phụng", "895.9", size="card")
    cover_svg.cache_clear()
    assert cover_svg("Số đỏ", "Vũ Trọng Phụng", "895.9", size="card") == first
    # the same letters written apart are the same title
    apart = unicodedata.normalize("NFD", "Số đỏ")
    assert cover_svg(apart, "Vũ Trọng Phụng", "895.9", size="card") == first


@pytest.mark.parametrize(
    ("ddc", "expected"),
    [("895.922", 8), (" 005.1", 0), ("", NO_CLASS), (None, NO_CLASS), ("V24", NO_CLASS), ("٣", 10)],
)
def test_class_is_the_first_digit(ddc: str | None, expected: int) -> None:
    assert ddc_digit(ddc) == expected


def test_every_class_has_its_own_look() -> None:
    assert len(INKS) == len(PATTERNS) == NO_CLASS + 1
    assert len({pattern.path for pattern in PATTERNS}) == len(PATTERNS)
    assert len({ink for inks in INKS for ink in inks}) == 2 * len(INKS)


def test_the_whole_title_is_on_the_cover_when_it_fits() -> None:
    for size in SIZES:
        lines = lines_of(cover_svg("Cho tôi xin một vé đi tuổi thơ", "", "895", size=size))
        assert " ".join(lines) == "Cho tôi xin một vé đi tuổi thơ"


def test_a_title_too_long_ends_in_an_ellipsis_at_a_syllable() -> None:
    title = "Bảo tồn và phát huy giá trị di sản " * 6
    lines = lines_of(cover_svg(title, "", "306", size="card"))
    assert lines[-1].endswith(ELLIPSIS)
    assert title.startswith(" ".join(lines).removesuffix(ELLIPSIS))


def test_the_small_cover_leaves_the_author_to_the_text_beside_it() -> None:
    assert "Tô Hoài" not in cover_svg("Dế Mèn", "Tô Hoài", "895", size="row")
    assert "Tô Hoài" in cover_svg("Dế Mèn", "Tô Hoài", "895", size="card")


def test_long_titles_are_set_smaller() -> None:
    setting = SETTINGS["page"]
    short, _ = set_title("Số đỏ", setting)
    long, _ = set_title("Những người đàn bà bên bờ sông Hồng mùa nước lũ năm ấy", setting)
    assert long < short


@given(st.text(min_size=1, max_size=200))
def test_no_line_is_wider_than_the_cover(text: str) -> None:
    for setting in SETTINGS.values():
        size, lines = set_title(clean(text), setting)
        assert len(lines) <= setting.most_lines(size)
        assert all(text_width(line) * size <= setting.width + 0.01 for line in lines)


def test_lines_are_of_like_length() -> None:
    lines = balanced(
        ["Vũ", "trụ", "trong", "vỏ", "hạt", "dẻ"], text_width("Vũ trụ trong vỏ hạt") + 0.1
    )
    assert len(lines) == 2
    assert lines[-1] != "dẻ"


@pytest.mark.parametrize("ink", [ink for inks in INKS for ink in inks])
def test_letters_stand_out_from_the_ground(ink: str) -> None:
    lighter, darker = sorted((luminance(ink), luminance(CREAM)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
