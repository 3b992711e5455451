"""Everything under another key: it opens, it is found, and nothing is left under the key before;
or, where that one is lost, what it sealed is gone and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.accounts import second_factor
from portal.accounts.models import Account
from portal.accounts.secrets_models import Guesses, RecoveryCode, SecondFactor
from portal.cards import claims, finding, issuing
from portal.cards.acting import Clerk
from portal.cards.applications import Application
from portal.cards.documents import guardian_number, own_number
from portal.cards.links import status_of
from portal.cards.models import Borrower, Claim
from portal.cards.registering import register
from portal.cards.words import Document
from portal.clock import now
from portal.db import SEALING_KEY as INFO
from portal.db import Base
from portal.libraries.models import Library
from portal.mail.contents import Contents
from portal.mail.models import Letter
from portal.resealing import Keys, reseal_all
from portal.sealing import CannotOpen, open_sealed
from tests.cards import people
from tests.cards.sealed import KEYED, NEXT, PLAIN, SEALED, There, everything, hashes, sealed
from tests.databases import SEALING_KEY

pytestmark = pytest.mark.both_databases


@pytest.fixture
def there(session: Session, library: Library, ha: Clerk, monkeypatch: pytest.MonkeyPatch) -> There:
    for place in ("portal.resealing.AT_ONCE", "portal.cards.batching.AT_ONCE"):
        monkeypatch.setattr(place, 2)  # several pages of them
    return everything(session, library, ha)


@pytest.fixture
def after(session: Session, engine: Engine) -> Iterator[Session]:
    """A session under the key that follows."""
    session.commit()
    with Session(engine, info={INFO: NEXT}) as following:
        yield following


def changed(session: Session, after: Session, keys: Keys) -> Mapping[str, int]:
    session.commit()
    counts = reseal_all(after, keys)
    after.commit()
    session.expire_all()
    return counts


ROTATE = Keys(SEALING_KEY, NEXT)
LOST = Keys(None, NEXT, forgetting=True)


def is_duplicate(session: Session, application: Application) -> bool:
    token = register(session, application).status_token
    found = status_of(session, token).borrower_id is None
    session.rollback()
    return found


def held(session: Session) -> set[tuple[str, int]]:
    return {(one.kind, one.borrower_id) for one in session.scalars(select(Claim))}


class TestRotation:
    def test_everything_opens(self, session: Session, after: Session, there: There) -> None:
        counts = changed(session, after, ROTATE)
        for borrower_id, numbers in there.numbers.items():
            row = after.get_one(Borrower, borrower_id)
            assert (own_number(after, row), guardian_number(after, row)) == numbers
        letters = [
            Contents.opened(one or b"", NEXT) for one in after.scalars(select(Letter.contents))
        ]
        assert len(letters) == counts["letters"] > 3
        assert counts == {
            "documents": 5, "documents_lost": 0, "letters": len(letters), "letters_lost": 0,
            "second_factors": 2, "second_factors_lost": 0, "recovery_codes_lost": 1,
        }  # fmt: skip

    def test_everybody_is_found(
        self, session: Session, after: Session, there: There, ha: Clerk
    ) -> None:
        before = held(session)
        changed(session, after, ROTATE)
        assert held(after) == before
        for one in (there.lan, there.khoi, there.binh):
            assert is_duplicate(after, one)
        number = there.lan.person.number
        (hit,) = finding.by_document(after, ha, Document.CCCD, number)
        assert there.numbers[hit.borrower_id][0] == number
        pupil = there.khoi.person
        assert finding.by_document(after, ha, Document.PUPIL, pupil.number, pupil.school)

    def test_each_claim_by_itself_still_refuses_a_second(
        self, session: Session, after: Session, there: There, library: Library
    ) -> None:
        changed(session, after, ROTATE)
        lan, khoi, binh = there.lan.person, there.khoi.person, there.binh.person
        others = [
            people.adult(library, full_name="Người Khác", email=lan.email),
            people.adult(library, full_name="Người Khác", number=lan.number),
            people.by_phone(people.adult(library, full_name="Người Khác"), binh.phone),
            people.child(library, school=khoi.school),
        ]
        assert [is_duplicate(after, one) for one in others] == [True] * 4

    def test_nothing_is_left_under_the_key_before(
        self, session: Session, after: Session, there: There
    ) -> None:
        before = hashes(session)
        changed(session, after, ROTATE)
        assert not before & hashes(after)
        found = sealed(after)
        assert len(found) > 8
        for text, purpose in found:
            assert open_sealed(text, NEXT, purpose=purpose)
            with pytest.raises(CannotOpen):
                open_sealed(text, SEALING_KEY, purpose=purpose)
        for one in (there.lan, there.khoi, there.binh):
            wanted = claims.keys_applied(session, one, child=one is there.khoi)
            assert claims.holders(session, wanted) == []

    def test_codes_of_the_app_are_right_and_recovery_codes_are_not(
        self, session: Session, after: Session, there: There
    ) -> None:
        changed(session, after, ROTATE)
        account = after.get_one(Account, there.staff)
        with time_machine.travel(now() + timedelta(minutes=2), tick=False):
            second_factor.check_code(after, account, pyotp.TOTP(there.secret).at(now()))
        assert after.scalars(select(RecoveryCode)).all() == []
        assert after.scalars(select(Guesses)).all() == []

    def test_what_stands_in_the_way_keeps_everything_as_it_was(
        self, session: Session, engine: Engine, there: There
    ) -> None:
        """Something is under a third key, of which nobody knew."""
        letter = session.scalars(select(Letter).limit(1)).one()
        letter.contents = Contents("lan@example.vn", {}).sealed("a third key that nobody knows of")
        session.commit()
        before = hashes(session)
        session.commit()
        with Session(engine, info={INFO: NEXT}) as after, pytest.raises(CannotOpen):
            reseal_all(after, ROTATE)
        assert hashes(session) == before
        with Session(engine, info={INFO: NEXT}) as after:
            counts = changed(session, after, Keys(SEALING_KEY, NEXT, forgetting=True))
            assert counts["letters_lost"] == 1
            assert counts["documents"] == 5

    def test_a_claim_that_the_row_no_longer_explains_is_made_anew(
        self, session: Session, after: Session, there: There, library: Library
    ) -> None:
        lan = session.scalars(select(Borrower).order_by(Borrower.id).limit(1)).one()
        lan.email = "moi@example.vn"
        session.commit()
        changed(session, after, ROTATE)
        assert is_duplicate(after, people.adult(library, email="moi@example.vn"))

    def test_whoever_had_no_claim_takes_nobodys(
        self, session: Session, after: Session, there: There, library: Library
    ) -> None:
        """Two came to have one address; the one who holds it goes on to, whoever was first."""
        first, second = session.scalars(select(Borrower).order_by(Borrower.id).limit(2)).all()
        second.guardian_name, second.birthday = None, first.birthday
        second.email = first.email
        claims.release(session, first.id)
        claims.retake(session, second, child=False)
        session.commit()
        before = held(session)
        changed(session, after, ROTATE)
        assert held(after) == before


class TestLostKey:
    def test_what_it_sealed_is_gone(
        self, session: Session, after: Session, there: There, ha: Clerk
    ) -> None:
        counts = changed(session, after, LOST)
        assert (counts["documents"], counts["documents_lost"]) == (0, 5)
        assert (counts["second_factors"], counts["second_factors_lost"]) == (0, 2)
        assert counts["letters_lost"] > 3
        for row in after.scalars(select(Borrower)):
            assert (row.id_kind, row.id_sealed, row.id_hash) == (None, None, None)
            assert (row.guardian_id_sealed, row.guardian_id_hash) == (None, None)
            assert row.full_name
        assert after.scalars(select(SecondFactor)).all() == []
        assert finding.by_document(after, ha, Document.CCCD, there.lan.person.number) == []

    def test_letters_are_given_up_and_staff_told(
        self, session: Session, after: Session, there: There
    ) -> None:
        staff = session.get_one(Account, there.staff)
        staff.email = "ha@thuvien.vn"
        old = set(session.scalars(select(Letter.id)))
        changed(session, after, LOST)
        for letter in after.scalars(select(Letter).where(Letter.id.in_(old))):
            assert (letter.due_at, letter.contents) == (None, None)
            assert letter.failed_at is not None
        (told,) = after.scalars(select(Letter).where(Letter.id.not_in(old)))
        assert told.kind == "second_factor_off"
        assert Contents.opened(told.contents or b"", NEXT).to == "ha@thuvien.vn"

    def test_nobody_registers_twice_who_is_known_by_anything_else(
        self, session: Session, after: Session, there: There, library: Library
    ) -> None:
        changed(session, after, LOST)
        assert {kind for kind, _ in held(after)} == {"email", "phone", "pupil"}
        for one in (there.lan, there.khoi, there.binh):
            assert is_duplicate(after, one)
        person = there.lan.person
        again = people.adult(library, number=person.number, full_name="Người Khác")
        assert not is_duplicate(after, again)

    def test_what_the_new_key_sealed_already_is_kept(
        self, session: Session, engine: Engine, there: There, library: Library
    ) -> None:
        """It was in use for a while before anybody noticed: of two the first has the claim."""
        with Session(engine, info={INFO: NEXT}) as meanwhile:
            again = people.registered(meanwhile, there.lan)
            first = min(there.numbers)
            kept, number = again.id, there.lan.person.number
            meanwhile.commit()
        with Session(engine, info={INFO: NEXT}) as after:
            changed(session, after, LOST)
            assert own_number(after, after.get_one(Borrower, kept)) == number
            owners = {one for kind, one in held(after) if kind == "email"}
            assert first in owners
            assert kept not in owners

    def test_the_desk_asks_for_the_document_again(
        self, session: Session, after: Session, there: There, library: Library, ha: Clerk
    ) -> None:
        row = people.provisional(session, ha, library, full_name="Vũ An")
        number = own_number(session, row) or ""
        changed(session, after, LOST)
        seen = after.get_one(Borrower, row.id).version
        issuing.see_document(after, ha, row.id, seen=seen, document=Document.CCCD, number=number)
        assert own_number(after, after.get_one(Borrower, row.id)) == number


def test_every_column_of_bytes_is_known() -> None:
    """A new one is sealed or keyed, and then it is brought along, or it is neither."""
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.LargeBinary)
    }
    assert found == SEALED.keys() | KEYED | PLAIN | {"sealing_key_mark.fingerprint"}
