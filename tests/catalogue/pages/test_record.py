"""The page of a record: what it is, who has it, what stands beside it."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import DeletedRecord
from portal.clock import now
from portal.libraries.kinds import RoomUse, Stacks
from tests import make
from tests.catalogue.pages import shelves
from tests.pages import PageClient


def opened(client: PageClient, path: str) -> str:
    with time_machine.travel(shelves.MONDAY_9, tick=False):
        response = client.get(path)
    assert response.status_code == 200
    return response.text


def holders(page: str) -> list[str]:
    """The names of the libraries in the order they are shown."""
    return re.findall(r'<h3><a href="/thu-vien/[^"]+">([^<]+)</a>', page)


def test_my_library_comes_first_then_those_with_a_copy(
    client: PageClient, session: Session
) -> None:
    record = make.record(session)
    out, mine, there = (
        shelves.library(session, code, name=name)
        for code, name in (("A-1", "An"), ("M-1", "Mai"), ("T-1", "Tây"))
    )
    for at, status in (
        (out, CopyStatus.on_loan), (mine, CopyStatus.on_loan), (there, CopyStatus.available),
    ):  # fmt: skip
        make.copy(session, record, at, status=status)
    assert holders(opened(client, f"/tai-lieu/{record.id}")) == ["Tây", "An", "Mai"]
    shelves.call_mine(client, mine)
    assert holders(opened(client, f"/tai-lieu/{record.id}")) == ["Mai", "Tây", "An"]


def test_counts_due_day_and_opening_are_said_and_who_has_it_is_not(
    client: PageClient, session: Session
) -> None:
    record, at = make.record(session), shelves.library(session, "A-1")
    make.copy(session, record, at, status=CopyStatus.on_loan, due_on=date(2026, 12, 2))
    make.copy(session, record, at, status=CopyStatus.on_loan, due_on=date(2026, 12, 5))
    page = opened(client, f"/tai-lieu/{record.id}")
    assert "Đang được mượn (hạn trả 02/12/2026)" in page
    assert "0/2 bản sẵn sàng" in page
    assert "Đang mở, đến 17:00" in page
    assert "bản sớm nhất đến hạn trả ngày 02/12/2026" in page


def test_closed_stacks_say_how_to_ask(client: PageClient, session: Session) -> None:
    record, at = make.record(session), shelves.library(session, "A-1")
    kept = shelves.room(session, at, Stacks.CLOSED)
    make.copy(session, record, at, room_id=kept.id)
    page = opened(client, f"/tai-lieu/{record.id}")
    assert "kho kín: viết phiếu yêu cầu, thủ thư lấy sách cho bạn" in page
    assert "Viết phiếu yêu cầu tại quầy" in page


def test_what_stays_in_the_house_is_no_copy_to_take_home(
    client: PageClient, session: Session
) -> None:
    record, at = make.record(session), shelves.library(session, "A-1")
    reading = shelves.room(session, at, use=RoomUse.ON_SITE)
    make.copy(session, record, at, room_id=reading.id)
    make.copy(session, record, at, lendable=False)
    page = opened(client, f"/tai-lieu/{record.id}")
    assert "Chỉ đọc tại chỗ" in page
    assert "2/2 bản đọc tại chỗ" in page
    assert "không cho mượn về nhà" in page


def test_unknown_hours_lead_to_the_telephone(client: PageClient, session: Session) -> None:
    record = make.record(session)
    make.copy(session, record, shelves.library(session, "A-1", opens=None, phone="024 3825 4817"))
    assert "Gọi trước số 024 3825 4817." in opened(client, f"/tai-lieu/{record.id}")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (CopyStatus.available, "Sẵn sàng"),
        (CopyStatus.on_loan, "Đang được mượn"),
        (CopyStatus.on_hold, "Đang được đặt mượn"),
        (CopyStatus.in_transit, "Đang luân chuyển"),
        (CopyStatus.processing, "Đang xử lý"),
        (CopyStatus.lost, "Mất"),
    ],
)
def test_every_status_has_its_word(
    client: PageClient, session: Session, status: CopyStatus, words: str
) -> None:
    record = make.record(session)
    make.copy(session, record, shelves.library(session, "A-1"), status=status)
    assert f"<span>{words}</span>" in opened(client, f"/tai-lieu/{record.id}")


def test_withdrawn_copies_are_nobodys(client: PageClient, session: Session) -> None:
    record = make.record(session)
    make.copy(session, record, shelves.library(session, "A-1"), status=CopyStatus.withdrawn)
    assert "Hiện không thư viện nào báo còn bản này." in opened(client, f"/tai-lieu/{record.id}")


@pytest.mark.both_databases
def test_other_editions_name_every_library_that_has_them(
    client: PageClient, session: Session
) -> None:
    record = make.record(session, year=2019)
    older = shelves.edition(session, record, year=1998, publisher="Văn học")
    for code, name in (("A-1", "An"), ("B-1", "Bình")):
        at = shelves.library(session, code, name=name)
        make.copy(session, older, at)
        make.copy(session, older, at, status=CopyStatus.on_loan)
    page = opened(client, f"/tai-lieu/{record.id}")
    rest = page[page.index('id="editions"') :]
    assert "Văn học, 1998" in rest
    assert re.search(r"An</span>.*\(1/2\).*Bình</span>.*\(1/2\)", rest)


def test_volumes_follow_each_other_as_numbers(client: PageClient, session: Session) -> None:
    record = make.record(session, "Bộ sách", volume="1")
    for number in ("10", "2"):
        shelves.edition(session, record, volume=number)
    page = opened(client, f"/tai-lieu/{record.id}")
    assert "Các tập và ấn bản khác" in page
    assert page.index("Bộ sách. Tập 2<") < page.index("Bộ sách. Tập 10<")


@pytest.mark.both_databases
def test_the_shelf_shows_both_neighbours_in_order(client: PageClient, session: Session) -> None:
    at = shelves.library(session, "A-1")
    names = ["Trái xa", "Trái", "Giữa", "Phải", "Phải xa"]
    records = [make.record(session, name) for name in names]
    for place, record in enumerate(records):
        for _copy in range(2):
            shelves.shelved(session, record, at, f"895.{place}")
    page = opened(client, f"/tai-lieu/{records[2].id}")
    shelf = page[page.index('id="shelf"') :]
    shown = re.findall(r'class="cover-card-title"><a href="[^"]+">([^<]+)', shelf)
    assert shown == names


@pytest.mark.both_databases
def test_similar_titles_share_a_subject_or_an_author(client: PageClient, session: Session) -> None:
    record = make.record(session, "Dế Mèn", authors=["Tô Hoài"], subjects=["Loài vật"])
    make.record(session, "Cùng tác giả", authors=["Tô Hoài"])
    make.record(session, "Cùng chủ đề", subjects=["Loài vật"])
    make.record(session, "Xa lạ", authors=["Nam Cao"], subjects=["Nông dân"])
    page = opened(client, f"/tai-lieu/{record.id}")
    alike = page[page.index('id="similar"') :]
    assert "Cùng tác giả" in alike
    assert "Cùng chủ đề" in alike
    assert "Xa lạ" not in alike


def test_a_foreign_title_says_its_language_and_a_guess_is_called_one(
    client: PageClient, session: Session
) -> None:
    record = make.record(session, "Emma", language="eng", language_guessed=True)
    page = opened(client, f"/tai-lieu/{record.id}")
    assert '<h1 lang="en">Emma</h1>' in page
    assert "Tiếng Anh" in page
    assert "(đoán theo nhan đề)" in page


def test_nothing_in_a_record_can_write_the_page(client: PageClient, session: Session) -> None:
    evil = '<script>alert(1)</script>"><img src=x>'
    record = make.record(
        session, evil, authors=[evil], subjects=[evil], summary=evil, notes=evil, publisher=evil
    )
    make.copy(session, record, shelves.library(session, "A-1"), call_number=evil[:100], note=evil)
    page = opened(client, f"/tai-lieu/{record.id}")
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_merged_record_leads_to_its_heir_through_all_merges(
    client: PageClient, session: Session
) -> None:
    heir = make.record(session)
    session.add(DeletedRecord(record_id=9001, heir_id=9002, at=now()))
    session.add(DeletedRecord(record_id=9002, heir_id=heir.id, at=now()))
    response = client.get("/tai-lieu/9001")
    assert response.status_code == 302
    assert response.location == f"/tai-lieu/{heir.id}"


def test_a_record_that_was_taken_out_says_so(client: PageClient, session: Session) -> None:
    session.add(DeletedRecord(record_id=9001, heir_id=None, at=now()))
    response = client.get("/tai-lieu/9001")
    assert response.status_code == 410
    assert "Tài liệu không còn trong mục lục" in response.text


@pytest.mark.parametrize("number", ["9001", "0", "99999999999999999999"])
def test_a_number_nobody_has_is_no_page(client: PageClient, number: str) -> None:
    assert client.get(f"/tai-lieu/{number}").status_code == 404


@pytest.mark.both_databases
def test_three_hundred_copies_stay_a_page_one_can_read(
    client: PageClient, session: Session
) -> None:
    record = make.record(session)
    for number in range(20):
        at = shelves.library(session, f"L-{number}")
        for copy in range(15):
            make.copy(
                session, record, at, call_number="895 D",
                status=CopyStatus.on_loan if copy % 5 else CopyStatus.available,
                due_on=date(2026, 12, 1) + timedelta(days=copy % 3),
            )  # fmt: skip
    response = client.get(f"/tai-lieu/{record.id}")
    assert "Còn 60 trong 300 bản, ở 20 thư viện." in response.text
    assert "Thêm 16 thư viện có sách này" in response.text
    assert len(response.data) <= 60_000


def test_the_page_costs_the_same_however_much_there_is(
    app: Flask, client: PageClient, session: Session
) -> None:
    def cost(size: int) -> int:
        record = make.record(
            session, f"Sách {size}", authors=[f"Tác giả {n}" for n in range(size)],
            subjects=[f"Chủ đề {n}" for n in range(size)], ddc="895.9223",
        )  # fmt: skip
        for n in range(size):
            at = shelves.library(session, f"L-{size}-{n}")
            other = make.record(session, f"Khác {size} {n}", authors=["Tác giả 0"])
            edition = shelves.edition(session, record, year=1990 + n)
            for place, held in enumerate((record, other, edition)):
                shelves.shelved(session, held, at, f"895.{place}")
        shelves.call_mine(client, at)
        client.get(f"/tai-lieu/{record.id}")  # the network is read once
        with shelves.counted_queries(app) as said:
            client.get(f"/tai-lieu/{record.id}")
        return len([one for one in said if not one.startswith("PRAGMA")])

    small = cost(2)
    assert small <= 12
    assert cost(9) == small


def test_a_record_opened_from_a_search_leads_on_in_its_result(
    client: PageClient, session: Session
) -> None:
    record = make.record(session)
    address = f"/tai-lieu/{record.id}?trong=q%3Dd%E1%BA%BF%26sort%3Dtitle&vi_tri=4&tong=120"
    page = client.get(address).text
    assert "5 trong 120" in page
    assert re.search(r'href="/tim/buoc\?trong=[^"]+vi_tri=3"', page)
    assert re.search(r'href="/tim/buoc\?trong=[^"]+vi_tri=5"', page)
    assert f'<link rel="canonical" href="http://localhost/tai-lieu/{record.id}">' in page


@pytest.mark.parametrize(
    "query", ["vi_tri=-1", "vi_tri=abc&trong=%00", "vi_tri=9999999999", "tong=5", "trong=%FF%FE"]
)
def test_a_trail_that_makes_no_sense_is_left_out(
    client: PageClient, session: Session, query: str
) -> None:
    record = make.record(session)
    response = client.get(f"/tai-lieu/{record.id}?{query}")
    assert response.status_code == 200
    assert "/tim/buoc" not in response.text


def test_the_first_and_the_last_have_one_neighbour_only(
    client: PageClient, session: Session
) -> None:
    record = make.record(session)
    first = client.get(f"/tai-lieu/{record.id}?trong=q%3Da&vi_tri=0&tong=2").text
    last = client.get(f"/tai-lieu/{record.id}?trong=q%3Da&vi_tri=1&tong=2").text
    assert first.count("/tim/buoc") == last.count("/tim/buoc") == 1
