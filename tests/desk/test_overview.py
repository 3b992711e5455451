"""The first page of the desk counts what waits for whoever reads it."""

import re

from portal.libraries.models import Library
from portal.roles import Role
from tests.desk.conftest import Doubtful, SignIn
from tests.pages import PageClient


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_it_says_who_is_here_and_what_waits(
    sign_in: SignIn, doubtful: Doubtful, text_doubt: int
) -> None:
    page = words(sign_in("Lan", at=doubtful.tay_ho).get("/quay").text)
    assert "Lan · Thủ thư · Tây Hồ" in page
    assert "Có trùng nhau không? 1 câu hỏi." in page
    assert "Chữ có đúng không? 1 câu hỏi." in page
    assert "KV-TH.mrc" in page
    assert "KV-BD.mrc" not in page


def test_another_library_has_nothing_to_do(
    sign_in: SignIn, doubtful: Doubtful, text_doubt: int
) -> None:
    page = words(sign_in("Mai", Role.HEAD, doubtful.ba_dinh).get("/quay").text)
    assert "Không có câu hỏi nào đang chờ." in page
    assert "KV-TH.mrc" not in page


def test_the_city_sees_all(sign_in: SignIn, doubtful: Doubtful, text_doubt: int) -> None:
    page = words(sign_in("Hà", Role.ADMINISTRATOR).get("/quay").text)
    assert "Hà · Quản trị · Toàn thành phố" in page
    assert "KV-TH.mrc" in page
    assert "KV-BD.mrc" in page


def test_it_reads_in_english(sign_in: SignIn, doubtful: Doubtful) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    for path in ("/quay", "/quay/trung-lap", "/quay/chu-viet", "/quay/gop"):
        assert lan.get(path, headers={"Accept-Language": "en"}).status_code == 200


def test_whoever_is_at_work_finds_the_desk_on_top_of_every_page(
    library: Library, sign_in: SignIn, client: PageClient
) -> None:
    """And a reader their cards, with no word of the desk."""
    lan = sign_in("Lan", at=library)
    for path in ("/", "/quay/the"):
        menu = lan.get(path).text.partition("site-nav")[2].partition("</nav>")[0]
        assert 'href="/quay"' in menu
    assert 'href="/quay"' not in client.get("/").text
