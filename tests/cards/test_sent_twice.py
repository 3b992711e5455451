"""One form, its button clicked many times: one registration, one letter, one link."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cards.links import is_sent, sent_token
from portal.cards.models import Borrower, StatusLink
from portal.cards.refusals import SentBefore
from portal.cards.registering import Received, register
from portal.libraries.models import Library
from portal.mail.models import Letter
from tests.cards import people
from tests.cards.racing import all_at_once

pytestmark = pytest.mark.both_databases

CLICKS = 8


def test_clicked_at_once(engine: sa.Engine, session: Session, library: Library) -> None:
    application = people.adult(library)
    token = sent_token(session, "of the form", repr(application))
    session.commit()
    results = all_at_once(engine, [lambda s: register(s, application, token)] * CLICKS)
    assert [one for one in results if isinstance(one, Received)] == [Received(token, True)]
    assert sum(isinstance(one, SentBefore) for one in results) == CLICKS - 1
    for table in (Borrower, StatusLink, Letter):
        assert session.scalar(select(func.count()).select_from(table)) == 1


def test_clicked_after_another(session: Session, library: Library) -> None:
    application = people.adult(library)
    token = sent_token(session, "of the form", repr(application))
    assert not is_sent(session, token)
    register(session, application, token)
    assert is_sent(session, token)
    with pytest.raises(SentBefore):
        register(session, application, token)


def test_another_form_or_other_words_lead_elsewhere(session: Session, library: Library) -> None:
    tokens = {
        sent_token(session, form, filled)
        for form in ("one", "another")
        for filled in ("Lan", "Hoa")
    }
    assert len(tokens) == 4
    assert all(len(token) == 64 for token in tokens)
