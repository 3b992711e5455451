"""Two who may be one: side by side, merged, or told apart."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.cards.acting import Clerk
from portal.cards.details import edit_here
from portal.cards.likeness import likely_same, with_likes
from portal.cards.models import Borrower, Look, ToldApart
from portal.cards.numbering import living_number
from portal.cards.numbers import grouped
from portal.cards.portraits import has_portrait, keep_portrait
from portal.cards.states import State
from portal.cards.telling_apart import tell_apart
from portal.cards.words import Found
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.test_photos import encoded, picture
from tests.desk.readers import now, page_of, scan, token_on
from tests.pages import PageClient


@pytest.fixture
def twins(session: Session, library: Library, elsewhere: Library, ha: Clerk) -> list[Borrower]:
    """One here with a card, one elsewhere that waits: of one name and birthday."""
    return [
        people.active(session, ha, library, address="12 Lạc Long Quân"),
        people.waiting(session, elsewhere, occupation="Kỹ sư"),
    ]


def pair(one: Borrower, other: Borrower) -> str:
    return f"{page_of(one.id)}/giong/{other.id}"


def merged(
    client: PageClient, one: Borrower, other: Borrower, keep: int, **more: int | str
) -> TestResponse:
    versions = {one.id: one.version, other.id: other.version}
    fields = {f"seen_{key}": str(value) for key, value in versions.items()}
    fields |= {key: str(value) for key, value in more.items()}
    token = token_on(client.get(pair(one, other)).text)
    data = {"csrf_token": token, "keep": str(keep), "why": "Cùng một người", **fields}
    return client.post(f"{pair(one, other)}/gop", data=data)


def test_nobody_is_said_to_be_here_unless_somebody_says_so(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    one, other = people.active(session, ha, library), people.waiting(session, library)
    shown = lan.get(pair(one, other)).text
    (box,) = [tag for tag in shown.split("<") if 'name="here"' in tag]
    assert "checked" not in box


def test_side_by_side_with_what_differs(
    session: Session, twins: list[Borrower], lan: PageClient
) -> None:
    one, other = twins
    assert pair(one, other) in lan.get(page_of(one.id)).text
    shown = lan.get(pair(one, other)).text
    assert "cùng họ tên và ngày sinh" in shown
    assert all(
        said in shown for said in ("12 Lạc Long Quân", "Kỹ sư", "Ba Đình", "Chỉ một bên ghi")
    )
    assert f'value="{one.id}" checked' in shown  # the card that is in somebody's hands stays
    looks = session.scalars(select(Look.found).where(Look.borrower_id == other.id)).all()
    assert set(looks) == {Found.LIKENESS}
    assert lan.get(page_of(other.id)).status_code == 403  # shown beside, not opened


def test_how_to_reach_a_reader_of_another_library_is_compared_and_not_shown(
    session: Session, library: Library, elsewhere: Library, ha: Clerk, lan: PageClient
) -> None:
    """Their name and birthday are this reader's, too; who has them was not found by a search."""
    theirs = people.clerk(session, elsewhere)
    one, other = people.active(session, ha, library), people.active(session, theirs, elsewhere)
    other.address, other.email = "8 Hàng Trống", "kin@example.vn"
    session.commit()
    number = living_number(session, other.id) or ""
    secrets = (other.phone or "", "8 Hàng Trống", "kin@example.vn", grouped(number))
    shown = lan.get(pair(one, other)).text
    assert [text for text in secrets if text in shown] == []
    assert "có ghi, không hiện" in shown
    assert shown.count("Khác</span>") >= 2  # telephone and number differ, and that is told
    scan(lan, number)
    shown = lan.get(pair(one, other)).text
    assert [text for text in secrets if text not in shown] == []


def test_merging_keeps_both_histories(
    session: Session, twins: list[Borrower], lan: PageClient
) -> None:
    one, other = twins
    keep_portrait(session, other.id, encoded(picture()))
    answer = merged(lan, one, other, one.id)
    assert answer.location == page_of(one.id)
    session.rollback()
    session.refresh(one)
    session.refresh(other)
    assert (other.state, other.merged_into_id) == (State.CLOSED, one.id)
    assert one.occupation == "Kỹ sư"
    assert (has_portrait(session, one.id), has_portrait(session, other.id)) == (True, False)
    shown = lan.get(page_of(one.id)).text
    assert "Cùng một người" in shown
    assert shown.count("Đăng ký</th>") == 2
    gone = lan.get(pair(one, other))
    assert gone.status_code == 403


def test_whoever_was_merged_is_no_question_any_more(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    one, other = people.active(session, ha, library), people.waiting(session, library)
    session.commit()
    assert "Có thể trùng" in lan.get(page_of(other.id)).text
    merged(lan, one, other, one.id)
    shown = lan.get(page_of(other.id)).text
    assert "Đã gộp vào một bạn đọc khác." in shown
    assert "Có thể trùng" not in shown
    assert with_likes(session, [one.id, other.id]) == frozenset()


def test_who_stays_is_chosen_by_what_tells_them_apart(
    session: Session, library: Library, elsewhere: Library, ha: Clerk, lan: PageClient
) -> None:
    """Of a reader of another library the document only, as in the table above."""
    theirs = people.clerk(session, elsewhere)
    numbers = [people.cccd(date(1990, 3, 14)) for _each in range(3)]
    one = people.active(session, ha, library, number=numbers[0])
    own = people.active(session, ha, library, number=numbers[1])
    other = people.active(session, theirs, elsewhere, number=numbers[2])
    session.commit()

    def labels(side: Borrower) -> list[str]:
        shown = lan.get(pair(one, side)).text
        return re.findall(r'name="keep".*?</label>', shown)

    here, there = labels(own)
    for label, row, number in ((here, one, numbers[0]), (there, own, numbers[1])):
        assert f"•{number[-3:]}" in label
        assert grouped(living_number(session, row.id) or "") in label
    (elsewhere_s,) = labels(other)
    assert f"•{numbers[2][-3:]}" in elsewhere_s
    assert grouped(living_number(session, other.id) or "") not in elsewhere_s


def test_merging_twice_or_on_an_old_page(
    session: Session, twins: list[Borrower], ha: Clerk, lan: PageClient
) -> None:
    one, other = twins
    old = one.version
    edit_here(session, ha, one.id, {"occupation": "Giáo viên"}, seen=one.version)
    answer = merged(lan, one, other, one.id, **{f"seen_{one.id}": old})
    assert answer.status_code == 409
    assert "Hà đã làm «Sửa thông tin»" in answer.text
    assert "Cùng một người" in answer.text
    versions = {f"seen_{row.id}": str(row.version) for row in twins}
    data = {"csrf_token": token_on(answer.text), "keep": str(one.id), **versions}
    first = lan.post(f"{pair(one, other)}/gop", data=data)
    second = lan.post(f"{pair(one, other)}/gop", data=data)
    assert (first.location, second.location) == (page_of(one.id), page_of(one.id))
    session.rollback()
    session.refresh(other)
    assert other.merged_into_id == one.id
    assert living_number(session, one.id)


def test_told_apart_they_are_marked_no_more(
    session: Session, twins: list[Borrower], lan: PageClient
) -> None:
    one, other = twins
    for _ in range(2):
        token = token_on(lan.get(page_of(one.id)).text)
        answer = lan.post(f"{pair(one, other)}/khac", data={"csrf_token": token})
        assert answer.location == page_of(one.id)
    session.rollback()
    assert session.scalars(select(ToldApart.name)).all() == ["Lan"]
    assert likely_same(session, one) == likely_same(session, other) == []
    assert with_likes(session, [one.id, other.id]) == frozenset()
    shown = lan.get(page_of(one.id)).text
    assert "Có thể trùng" not in shown
    assert "là hai người khác nhau" in shown
    assert lan.get(pair(one, other)).status_code == 403


def test_a_third_one_is_still_marked(
    session: Session, library: Library, ha: Clerk, twins: list[Borrower]
) -> None:
    one, other = twins
    tell_apart(session, ha, other.id, one.id)
    third = people.waiting(session, library)
    assert {like.borrower_id for like in likely_same(session, one)} == {third.id}
    assert with_likes(session, [one.id, other.id, third.id]) == {one.id, other.id, third.id}


def test_who_are_not_alike_are_not_shown_beside_each_other(
    session: Session, library: Library, elsewhere: Library, lan: PageClient
) -> None:
    one = people.waiting(session, library)
    other = people.waiting(session, elsewhere, full_name="Người Khác", birthday=date(1980, 1, 1))
    token = token_on(lan.get(page_of(one.id)).text)
    assert lan.get(pair(one, other)).status_code == 403
    assert lan.get(pair(one, one)).status_code == 403
    assert lan.get(f"{page_of(one.id)}/giong/99999").status_code == 404
    strange = {"csrf_token": token, "keep": "7777"}
    assert lan.post(f"{pair(one, other)}/gop", data=strange).status_code == 400


def test_what_is_not_shown_beside_each_other_is_not_merged_either(
    session: Session, library: Library, elsewhere: Library, lan: PageClient
) -> None:
    one = people.waiting(session, library)
    other = people.waiting(session, elsewhere, full_name="Người Khác Hẳn")
    versions = {f"seen_{row.id}": str(row.version) for row in (one, other)}
    token = token_on(lan.get(page_of(one.id)).text)
    for keep, way in ((one, "gop"), (other, "gop"), (one, "khac")):
        data = {"csrf_token": token, "keep": str(keep.id), **versions}
        answer = lan.post(f"{pair(one, other)}/{way}", data=data)
        assert answer.location == page_of(one.id)
        assert "không trùng nhau" in lan.get(answer.location).text
    session.rollback()
    assert (now(session, one).merged_into_id, now(session, other).merged_into_id) == (None, None)
    assert session.scalars(select(ToldApart.name)).all() == []


def test_the_reader_says_that_both_are_theirs(
    session: Session, library: Library, elsewhere: Library, ha: Clerk, lan: PageClient
) -> None:
    """A card of another library: only when its reader was found, and then with all it has."""
    theirs = people.clerk(session, elsewhere)
    one, other = people.active(session, ha, library), people.active(session, theirs, elsewhere)
    one.phone = None
    session.commit()
    shown = lan.get(pair(one, other)).text
    assert f'id="keep-{other.id}"' in shown
    assert f'id="keep-{one.id}"' not in shown
    assert 'name="here"' not in shown
    assert "chỉ đóng được" in shown
    assert merged(lan, one, other, one.id).status_code == 403
    assert merged(lan, one, other, other.id, here="on").status_code == 403
    scan(lan, living_number(session, other.id) or "")
    shown = lan.get(pair(one, other)).text
    assert f'id="keep-{one.id}"' in shown
    assert "chỉ đóng được" not in shown
    phone = other.phone
    assert merged(lan, one, other, one.id, here="on").location == page_of(one.id)
    assert now(session, other).merged_into_id == one.id
    assert now(session, one).phone == phone
