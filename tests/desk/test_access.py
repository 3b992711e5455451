"""Who may come to the desk, and whose questions they may answer there."""

import pytest
from sqlalchemy.orm import Session

from portal.catalogue.models import Doubt, Merge
from portal.roles import STAFF, Role
from tests.desk.conftest import Doubtful, SignIn
from tests.pages import PageClient

PAGES = ("/quay", "/quay/trung-lap", "/quay/chu-viet", "/quay/gop")


def test_a_stranger_is_sent_to_sign_in(client: PageClient) -> None:
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.location == f"/dang-nhap?next={path}"


def test_a_reader_is_refused(sign_in: SignIn) -> None:
    reader = sign_in("An", Role.READER)
    assert [reader.get(path).status_code for path in PAGES] == [403] * len(PAGES)


@pytest.mark.parametrize("role", sorted(STAFF))
def test_staff_come_in_and_may_leave(sign_in: SignIn, doubtful: Doubtful, role: Role) -> None:
    lan = sign_in("Lan", role, doubtful.tay_ho)
    for path in PAGES:
        page = lan.get(path)
        assert page.status_code == 200
        assert "/dang-xuat" in page.text


def test_only_the_sender_sees_a_question(sign_in: SignIn, doubtful: Doubtful) -> None:
    title = "Dế Mèn phiêu lưu ký"
    assert title in sign_in("Lan", at=doubtful.tay_ho).get("/quay/trung-lap").text
    assert title not in sign_in("Mai", at=doubtful.ba_dinh).get("/quay/trung-lap").text
    # The city sees all, even somebody who sits in one of the libraries.
    city = sign_in("Hà", Role.CITY_STAFF, doubtful.ba_dinh)
    assert title in city.get("/quay/trung-lap").text


@pytest.mark.parametrize("answer", ["same", "different"])
def test_a_guessed_address_settles_nothing_elsewhere(
    sign_in: SignIn, session: Session, doubtful: Doubtful, answer: str
) -> None:
    mai = sign_in("Mai", at=doubtful.ba_dinh)
    path = f"/quay/trung-lap/{doubtful.doubt}"
    assert mai.send(path, "/quay", answer=answer).status_code == 403
    session.expire_all()
    assert session.get_one(Doubt, doubtful.doubt).resolved_at is None


def test_a_guessed_address_settles_no_text_elsewhere(
    sign_in: SignIn, session: Session, doubtful: Doubtful, text_doubt: int
) -> None:
    mai = sign_in("Mai", at=doubtful.ba_dinh)
    assert mai.send(f"/quay/chu-viet/{text_doubt}", "/quay", answer="seen").status_code == 403
    session.expire_all()
    assert session.get_one(Doubt, text_doubt).resolved_at is None


def test_a_guessed_address_undoes_nothing_elsewhere(
    sign_in: SignIn, session: Session, doubtful: Doubtful
) -> None:
    lan, mai = sign_in("Lan", at=doubtful.tay_ho), sign_in("Mai", at=doubtful.ba_dinh)
    lan.send(f"/quay/trung-lap/{doubtful.doubt}", "/quay", answer="same")
    merge = session.query(Merge).one()
    assert "Tách lại</button>" not in mai.get("/quay/gop").text
    assert mai.send(f"/quay/gop/{merge.id}/tach-lai", "/quay").status_code == 403
    session.expire_all()
    assert session.get_one(Merge, merge.id).undone_at is None


def test_a_form_without_its_token_is_refused(
    sign_in: SignIn, session: Session, doubtful: Doubtful
) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    sent = lan.post(f"/quay/trung-lap/{doubtful.doubt}", data={"answer": "same"})
    assert sent.status_code == 400
    assert session.get_one(Doubt, doubtful.doubt).resolved_at is None
