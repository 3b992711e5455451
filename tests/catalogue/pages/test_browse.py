"""Browsing: A–Z in Vietnamese order, authors, subjects, series, DDC."""

import re

import pytest
from sqlalchemy.orm import Session

from portal.catalogue.kinds import AgentKind, CopyStatus, Role
from tests import make
from tests.catalogue.pages import shelves
from tests.pages import PageClient

ODD = [
    "trang=-1",
    "trang=1000000000",
    "trang=99999999999999999999999&chu=%C4%90",
    "trang=x",
    "chu=",
    "chu=zz",
    "chu=%00",
    "tu=%00",
    "tu=%F0%9F%98%80",
    "tu=" + "a" * 500,
]
LISTS = ["nhan-de", "tac-gia", "chu-de", "tung-thu"]


def entries(page: str) -> list[str]:
    """The entries of an A–Z list, without marks; none when there is no list."""
    listed = page.partition('<ul class="entries')[2].partition("</ul>")[0]
    return [re.sub("<[^>]+>", "", one) for one in re.findall(r"<li><a [^>]*>(.*?)</a>", listed)]


@pytest.mark.both_databases
def test_titles_in_vietnamese_order_of_letters_and_tones(
    client: PageClient, session: Session
) -> None:
    names = ["Da", "Dà", "Dả", "Dã", "Dá", "Dạ", "Dân"]
    for name in [*reversed(names), "Đa"]:
        make.record(session, name)
    assert entries(client.get("/duyet/nhan-de?chu=D").text) == names
    assert entries(client.get("/duyet/nhan-de?chu=%C4%91").text) == ["Đa"]


def test_a_and_its_sisters_are_letters_of_their_own(client: PageClient, session: Session) -> None:
    for name in ("An", "Ăn", "Ân"):
        make.record(session, name)
    assert entries(client.get("/duyet/nhan-de?chu=%C4%82").text) == ["Ăn"]
    assert entries(client.get("/duyet/nhan-de?chu=A%CC%86").text) == ["Ăn"]  # NFD
    assert entries(client.get("/duyet/nhan-de").text) == ["An"]


def test_numbers_stand_apart(client: PageClient, session: Session) -> None:
    for name in ("100 truyện", "20 bài", "Ba"):
        make.record(session, name)
    assert entries(client.get("/duyet/nhan-de?chu=%23").text) == ["20 bài", "100 truyện"]


def test_editions_side_by_side_are_one_entry(client: PageClient, session: Session) -> None:
    record = make.record(session, "Dế Mèn", year=2019)
    shelves.edition(session, record, year=1998)
    page = client.get("/duyet/nhan-de?chu=D").text
    assert entries(page) == ["Dế Mèn"]
    assert "2 ấn bản" in page
    assert "1998" in page


def test_the_box_jumps_to_a_beginning(client: PageClient, session: Session) -> None:
    for name in ("Nắng", "Ngày", "Nghệ", "Nhà"):
        make.record(session, name)
    assert entries(client.get("/duyet/nhan-de?tu=ng").text) == ["Ngày", "Nghệ"]


@pytest.mark.both_databases
def test_authors_by_given_name_and_found_by_either_name(
    client: PageClient, session: Session
) -> None:
    make.record(session, authors=["Nguyễn Nhật Ánh", "Tô Hoài", "Nguyễn Ân"])
    make.agent(session, "Nguyễn Không Sách")
    assert entries(client.get("/duyet/tac-gia?chu=A").text) == ["Nguyễn Nhật Ánh"]
    assert "Nguyễn Nhật <strong>Ánh</strong>" in client.get("/duyet/tac-gia?chu=A").text
    assert entries(client.get("/duyet/tac-gia?tu=h").text) == ["Tô Hoài"]


@pytest.mark.both_databases
def test_subjects_and_series_with_their_counts(client: PageClient, session: Session) -> None:
    for number in ("2", "10"):
        make.record(session, f"Tập {number}", subjects=["Đạo đức"], series="Tủ sách Vàng",
                    series_key="tủ sách vàng", series_number=number)  # fmt: skip
    page = client.get("/duyet/chu-de?chu=%C4%90").text
    assert entries(page) == ["Đạo đức"]
    assert "(2)" in page
    page = client.get("/duyet/tung-thu?chu=T").text
    assert entries(page) == ["Tủ sách Vàng"]
    works = client.get("/duyet/tung-thu/t%E1%BB%A7%20s%C3%A1ch%20v%C3%A0ng").text
    assert works.index(">Tập 2<") < works.index(">Tập 10<")
    assert client.get("/duyet/tung-thu/khong-co").status_code == 404


def test_a_later_page_goes_on_where_the_first_ended(client: PageClient, session: Session) -> None:
    names = [f"Ba {number}" for number in range(1, 61)]
    for name in names:
        make.record(session, name)
    first, second = (entries(client.get(f"/duyet/nhan-de?chu=B&trang={n}").text) for n in (1, 2))
    assert first + second == names


@pytest.mark.parametrize("query", ODD)
@pytest.mark.parametrize("what", LISTS)
def test_odd_addresses_get_a_page(
    client: PageClient, session: Session, what: str, query: str
) -> None:
    make.record(session, authors=["Tô Hoài"], subjects=["Truyện"])
    response = client.get(f"/duyet/{what}?{query}", follow_redirects=True)
    assert response.status_code == 200


def test_an_unknown_letter_is_told_of(client: PageClient) -> None:
    page = client.get("/duyet/nhan-de?chu=zz").text
    assert "Không có vần «zz»" in page


def test_an_author_with_every_role_and_the_editions_of_a_work_in_one_row(
    client: PageClient, session: Session
) -> None:
    record = make.record(session, "Dế Mèn", authors=["Tô Hoài"], year=2019)
    make.record(session, "Dế Mèn", authors=["Tô Hoài"], year=1990, work=None)
    shelves.edition(session, record, year=2001)
    translated = make.record(session, "Truyện dịch")
    who = make.agent(session, "Tô Hoài")
    shelves.credit(session, translated, who, Role.translator)
    page = client.get(f"/tac-gia/{who.id}").text
    assert "1–3 trong 3 tác phẩm" in page
    assert re.search(r"Người dịch\s*<span[^>]*>1<", page)
    only = client.get(f"/tac-gia/{who.id}?vai=translator").text
    assert "Truyện dịch" in only
    assert ">Dế Mèn<" not in only
    assert f"author={who.id}" in page


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        ("title", ["An", "Bình", "Cúc"]),
        ("newest", ["Bình", "Cúc", "An"]),
        ("oldest", ["An", "Cúc", "Bình"]),
        ("loans", ["Cúc", "An", "Bình"]),
        ("nonsense", ["An", "Bình", "Cúc"]),
    ],
)
@pytest.mark.both_databases
def test_the_works_of_a_subject_in_every_order(
    client: PageClient, session: Session, sort: str, titles: list[str]
) -> None:
    for title, year, loans in (("Bình", 2020, 1), ("An", 1990, 5), ("Cúc", 2000, 9)):
        make.record(session, title, subjects=["Hoa"], year=year, loan_count=loans)
    page = client.get(f"/chu-de/{make.subject(session, 'Hoa').id}?xep={sort}").text
    assert re.findall(r'class="result-title"><a [^>]*>([^<]+)', page) == titles


def test_a_body_is_called_one(client: PageClient, session: Session) -> None:
    body = make.agent(session, "Viện Văn học", AgentKind.corporate)
    page = client.get(f"/tac-gia/{body.id}").text
    assert "Cơ quan, tổ chức" in page
    assert "Chưa có tài liệu nào" in page


@pytest.mark.both_databases
def test_the_tree_counts_and_leads_down_to_the_shelf(client: PageClient, session: Session) -> None:
    for title, number in (
        ("B", "895.92"),
        ("A", "895.1"),
        ("C", "891.7"),
        ("D", "005"),
        ("E", "x"),
    ):
        make.record(session, title, ddc=number)
    assert ">4 tài liệu" not in client.get("/duyet/ddc/8").text
    assert "3 tài liệu." in client.get("/duyet/ddc/8").text
    assert 'href="/duyet/ddc/895"' in client.get("/duyet/ddc/89").text
    shelf = client.get("/duyet/ddc/895").text
    assert re.findall(r'class="result-title"><a [^>]*>([^<]+)', shelf) == ["A", "B"]
    assert client.get("/duyet/ddc/895.92").location == "/duyet/ddc/895"
    assert client.get("/duyet/ddc/abc").status_code == 404
    assert "<rect" in client.get("/duyet/ddc").text


@pytest.mark.parametrize("path", ["/duyet", "/duyet/ddc", "/duyet/ddc/9", "/duyet/ddc/999",
                                  "/sach-moi", "/pho-bien"])  # fmt: skip
def test_an_empty_catalogue_leads_on(client: PageClient, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (CopyStatus.available, "Sẵn sàng"),
        (CopyStatus.processing, "An có, hiện chưa sẵn sàng"),
    ],
)
def test_a_list_says_how_it_stands_in_my_library(
    client: PageClient, session: Session, status: CopyStatus, words: str
) -> None:
    record = make.record(session, subjects=["Hoa"])
    mine = shelves.library(session, "A-1", name="An")
    make.copy(session, record, mine, status=status)
    shelves.call_mine(client, mine)
    assert words in client.get(f"/chu-de/{make.subject(session, 'Hoa').id}").text
