"""Letters that may be wrong: shown as they came, with what they may say."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.models import Doubt, Record
from portal.desk.readings import readings
from tests.desk.conftest import Doubtful, SignIn

LIST = "/quay/chu-viet"


@pytest.mark.both_databases
def test_a_text_is_shown_and_kept(
    sign_in: SignIn, session: Session, doubtful: Doubtful, text_doubt: int
) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    page = lan.get(LIST).text
    assert "Trường 245$a" in page
    assert "Hµ Néi" in page
    assert "Hà Nội" in page
    lan.send(f"{LIST}/{text_doubt}", LIST, answer="seen")
    session.expire_all()
    settled = session.get_one(Doubt, text_doubt)
    assert (settled.resolution, settled.resolved_by) == ("seen", "Lan")
    assert session.scalar(select(func.count()).select_from(Record)) == 2
    assert "Không còn câu hỏi nào" in lan.get(LIST).text


def test_later_leaves_a_text_open(
    sign_in: SignIn, session: Session, doubtful: Doubtful, text_doubt: int
) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    sent = lan.send(f"{LIST}/{text_doubt}", LIST, answer="later")
    assert "Còn 1 câu bạn đã để lại." in lan.get(sent.location).text
    assert session.get_one(Doubt, text_doubt).resolved_at is None


def test_one_kind_of_question_is_not_answered_as_the_other(
    sign_in: SignIn, session: Session, doubtful: Doubtful, text_doubt: int
) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    lan.send(f"{LIST}/{doubtful.doubt}", LIST, answer="seen")
    lan.send(f"/quay/trung-lap/{text_doubt}", LIST, answer="same")
    session.expire_all()
    assert session.scalars(select(Doubt.resolution)).all() == [None, None]


def test_every_line_is_a_text_of_its_own() -> None:
    found = readings("Hµ Néi\n\nB?o c?o\n")
    assert [(one.text, one.guess) for one in found] == [("Hµ Néi", "Hà Nội"), ("B?o c?o", "")]
