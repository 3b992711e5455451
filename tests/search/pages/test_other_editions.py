"""A row tells of a copy that is of another edition, and leads there."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Work
from portal.catalogue.presenters_holdings import loan_text
from portal.clock import today
from portal.config import Settings
from portal.search.maintenance import build_index
from tests import make
from tests.pages import PageClient


def test_the_copy_of_another_edition_is_linked(
    client: PageClient, session: Session, settings: Settings
) -> None:
    here = make.library(session, "KV-A")
    old = make.record(session, "Số đỏ", year=1938)
    new = make.record(session, "Số đỏ", year=2020, work=session.get(Work, old.work_id))
    make.copy(session, new, here)
    make.copy(session, old, make.library(session, "KV-B"), status=CopyStatus.on_loan)
    session.commit()
    build_index(session, settings.index_folder)
    page = client.get("/tim?q=so+do").text
    assert "ấn bản khác" in page
    assert f'href="/tai-lieu/{new.id}"' in page or f'href="/tai-lieu/{new.id}?' in page


def test_a_day_that_is_past_is_said_to_be_past(client: PageClient) -> None:
    with client.application.test_request_context():
        assert "quá hạn" in loan_text(today() - timedelta(days=1))
        assert "quá hạn" not in loan_text(date(2999, 1, 1))
