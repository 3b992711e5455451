"""The account a card is managed from: given a new address, taken by nobody else."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.forgotten import choose_password
from portal.accounts.passwords import hashed
from portal.accounts.secrets_models import Errand, ErrandKind, Link
from portal.accounts.service import close_account
from portal.cards import (
    approving,
    blocking,
    confirming,
    exporting,
    finding,
    handing_over,
    keepers,
    links,
    own,
    statuses,
)
from portal.cards.acting import Clerk
from portal.cards.desk_passwords import (
    OfStaff,
    PasswordChosen,
    StrangeDocument,
    first_password,
    new_password,
)
from portal.cards.documents import guardian_number, own_number
from portal.cards.models import Borrower, CardEvent
from portal.cards.numbering import living_number
from portal.cards.numbers import grouped
from portal.cards.own import OfAge
from portal.cards.own_photos import own_photo
from portal.cards.portraits import keep_portrait
from portal.cards.proving import NotShown, Proof
from portal.cards.refusals import DeadLink, LateLink, NotPossible, NotYours
from portal.cards.registering import register
from portal.cards.states import Act
from portal.cards.walk_in import register_here
from portal.cards.words import Document
from portal.clock import now, today
from portal.libraries.models import Library
from portal.mail.models import Letter
from portal.roles import Role
from tests import make
from tests.cards import people
from tests.cards.readers import PASSWORD, account_of, browser_of, confirmed, fresh, lent
from tests.cards.test_photos import encoded, picture
from tests.pages import PageClient

pytestmark = pytest.mark.both_databases

NEW_YEAR = date(today().year + 1, 1, 1)


def test_a_closed_account_gets_no_address_back(
    session: Session, library: Library, ha: Clerk
) -> None:
    """One that a command closed: the next act at the desk finds its reader another."""
    row = lent(session, ha, library)
    closed, email = account_of(session, row), row.email
    close_account(session, closed)
    account = keepers.keep(session, row)
    assert (account.id != closed.id, account.email, closed.email) == (True, email, None)
    assert own.mine(session, account.id)[0].borrower_id == row.id


def test_the_desk_sees_no_link_to_an_account_with_an_address(
    session: Session, library: Library, ha: Clerk
) -> None:
    """It goes to the reader, a parent for instance, and is written down."""
    row = confirmed(session, people.child(library))
    email = account_of(session, row).email or ""
    links = session.scalars(select(Link.id)).all()
    assert first_password(session, ha, row.id) is None
    assert session.scalars(select(Link.id)).all() == links
    assert session.execute(select(Errand.kind, Errand.name)).all() == [
        (ErrandKind.FORGOTTEN, email)
    ]
    assert _last(session, row.id) == (Act.EDIT, "Thủ thư Hà", "password")


def test_the_first_password_is_for_whoever_stands_there(
    session: Session, library: Library, elsewhere: Library, ha: Clerk
) -> None:
    row = people.active(session, ha, library)
    other = people.clerk(session, elsewhere, "Thủ thư Bình")
    with pytest.raises(NotYours):
        first_password(session, other, row.id)
    finding.by_number(session, other, living_number(session, row.id) or "")
    assert first_password(session, other, row.id)
    assert _last(session, row.id) == (Act.EDIT, "Thủ thư Bình", "password")
    account_of(session, row).password_hash = "chosen"
    with pytest.raises(PasswordChosen):
        first_password(session, ha, row.id)


def test_another_password_for_the_document_on_the_desk(
    session: Session, library: Library, ha: Clerk
) -> None:
    """Of whoever has no mailbox: a link to show; else it goes there."""
    other, row = lent(session, ha, library), people.active(session, ha, library)
    number = own_number(session, row) or ""
    account_of(session, row).password_hash = "forgotten"
    for wrong in ("", "001190000000"):
        with pytest.raises(StrangeDocument):
            new_password(session, ha, row.id, Document.CCCD, wrong)
    token = new_password(session, ha, row.id, Document.CCCD, number)
    assert choose_password(session, token or "", "một câu khác hẳn").id == row.account_id
    assert _last(session, row.id) == (Act.EDIT, "Thủ thư Hà", "password")
    number = own_number(session, other) or ""
    assert new_password(session, ha, other.id, Document.CCCD, number) is None
    assert session.scalars(select(Errand.name)).all() == [account_of(session, other).email]


def test_a_mailbox_that_is_lost_leaves_the_account_and_its_cards(
    session: Session, library: Library, ha: Clerk
) -> None:
    """Of a parent: for the guardian's document, not the child's; the old address is told."""
    row = confirmed(session, people.child(library))
    sister = confirmed(session, people.child(library, full_name="Trần Thu An", email=row.email))
    account, old = account_of(session, row), row.email or ""
    number = guardian_number(session, row) or ""
    account.password_hash = "forgotten"
    with pytest.raises(StrangeDocument):
        new_password(session, ha, row.id, Document.PASSPORT, number, mailbox_lost=True)
    assert new_password(session, ha, row.id, Document.CCCD, number, mailbox_lost=True)
    assert {account.email, row.email, sister.email} == {None}
    assert [one.to for one in people.letters(session, "card_mailbox")] == [old]
    assert _last(session, row.id) == (Act.EDIT, "Thủ thư Hà", "email, password")
    people.registered(session, people.child(library, full_name="Trần Thu An", email=old))


def test_the_account_of_somebody_at_work_is_not_opened_at_the_desk(
    session: Session, library: Library, ha: Clerk
) -> None:
    """They have a card as anybody; their password opens more."""
    chief = make.account(session, "Giám đốc", Role.ADMINISTRATOR, email="gd@example.vn")
    row = confirmed(session, people.adult(library, email="gd@example.vn"))
    number = own_number(session, row) or ""
    assert row.account_id == chief.id
    session.execute(delete(Link))
    for lost in (False, True):
        assert new_password(session, ha, row.id, Document.CCCD, number, mailbox_lost=lost) is None
    assert first_password(session, ha, row.id) is None
    assert (chief.email, session.scalars(select(Link)).all()) == ("gd@example.vn", [])
    chief.email = row.email = row.email_confirmed_at = None
    with pytest.raises(OfStaff):
        first_password(session, ha, row.id)
    with pytest.raises(OfStaff):
        new_password(session, ha, row.id, Document.CCCD, number)


def test_a_registration_that_was_refused_has_no_account(
    session: Session, library: Library, ha: Clerk
) -> None:
    row = people.waiting(session, library)
    approving.refuse(session, ha, row.id, seen=row.version, reason="Không có thật")
    with pytest.raises(NotPossible):
        first_password(session, ha, row.id)
    assert row.account_id is None


def test_a_mistyped_address_takes_no_account(
    app: Flask, session: Session, client: PageClient, library: Library, ha: Clerk
) -> None:
    """Of somebody at the desk who has chosen a password since: neither now nor at the next act."""
    card = register_here(session, ha, people.adult(library, email="nham@example.vn"))
    row = session.get_one(Borrower, card.borrower_id)
    account_of(session, row).password_hash = hashed(PASSWORD)
    session.commit()
    link = f"/the/xac-nhan/{people.token_of(session, 'card_address')}"
    refused = client.send(link)
    assert refused.location == f"/dang-nhap?next={link}"
    row = fresh(session, row)
    assert row.email_confirmed_at is None
    row.email_confirmed_at = now()
    assert keepers.keep(session, row).email is None
    session.rollback()
    another = browser_of(app, session, confirmed(session, people.adult(library)))
    assert another.send(link).status_code == 409
    browser_of(app, session, row).send(link)
    assert account_of(session, fresh(session, row)).email == "nham@example.vn"


def test_nor_one_whose_password_nobody_chose(
    session: Session, client: PageClient, library: Library, ha: Clerk
) -> None:
    """Whoever has the mailbox shows that they have the card, too, which the letter does not name.

    Its number alone would not do: somebody who was given the next one knows it.
    """
    card = register_here(session, ha, people.adult(library, email="nham@example.vn"))
    other = people.active(session, ha, library)
    session.commit()
    (letter,) = people.letters(session, "card_address")
    assert "Nguyễn" not in str(letter.values)
    link = f"/the/xac-nhan/{letter.values['token']}"
    assert "Nguyễn" not in client.get(link).text
    for number, birthday in (
        ("", ""),
        (card.number, "15/3/1990"),
        (living_number(session, other.id) or "", "14/3/1990"),
        ("1000 0000", "14/3/1990"),
    ):
        refused = client.send(link, number=number, birthday=birthday)
        assert refused.status_code == 422
        assert "11 chữ số" in refused.text
    row = fresh(session, session.get_one(Borrower, card.borrower_id))
    assert (row.email_confirmed_at, account_of(session, row).email) == (None, None)
    shown = client.send(link, number=grouped(card.number), birthday="14/3/1990")
    assert shown.status_code == 303
    row = fresh(session, row)
    assert account_of(session, row).email == "nham@example.vn"


def test_a_card_is_not_guessed_behind_its_links(
    session: Session, client: PageClient, library: Library, ha: Clerk
) -> None:
    """Five tries, however many letters there are."""
    application = people.adult(library)
    card = register_here(session, ha, application)
    register(session, application)
    session.commit()
    links = [one.values["token"] for one in people.letters(session, "card_address")]
    guess = {"number": card.number, "birthday": "1/1/1990"}
    tried = [client.send(f"/the/xac-nhan/{one}", **guess).status_code for one in links * 3]
    assert tried == [422] * 5 + [429]
    right = {"number": card.number, "birthday": "14/3/1990"}
    slowed = client.send(f"/the/xac-nhan/{links[1]}", **right)
    assert slowed.status_code == 429
    assert "mang thẻ và giấy tờ đến quầy" in slowed.text


def of_age(session: Session, library: Library) -> Borrower:
    """A child whose sixteenth birthday is the last day of this year."""
    soon = date(today().year - 16, 12, 31)
    return confirmed(session, people.child(library, birthday=soon, email="me@example.vn"))


def test_a_card_handed_over_leaves_the_parent_no_key(session: Session, library: Library) -> None:
    """Neither the link to the status, nor one that was mailed and not used."""
    row = of_age(session, library)
    status = links.status_link(session, library.id, row.state, row.id)
    left, _made = links.confirmation(session, 9000, borrower_id=row.id)
    with time_machine.travel(datetime.combine(NEW_YEAR, time(), UTC)):
        tokens = []
        for email in ("nham@example.vn", "khoi@example.vn"):
            handing_over.offer(session, row.account_id or 0, row.id, email)
            tokens.append(people.token_of(session, "card_heir"))
        proof = people.proof_of(session, row)
        with pytest.raises(LateLink):
            handing_over.take_over(session, tokens[0], proof)
        with pytest.raises(NotShown):  # a stranger's mailbox: the letter names nobody
            handing_over.take_over(session, tokens[1], Proof(proof.number))
        handing_over.take_over(session, tokens[1], proof)
        with pytest.raises(LateLink):
            confirming.confirm(session, left)
        with pytest.raises(DeadLink):
            statuses.status(session, status)


def test_of_age_what_is_kept_is_theirs_to_see(
    app: Flask, session: Session, library: Library
) -> None:
    row = of_age(session, library)
    keep_portrait(session, row.id, encoded(picture()))
    with time_machine.travel(datetime.combine(NEW_YEAR, time(), UTC)):
        client = browser_of(app, session, row)
        for page in ("thong-tin", "du-lieu", "du-lieu.json", "anh", "anh.jpg", "the.pdf"):
            assert client.get(f"/the/{row.id}/{page}").location == f"/the/{row.id}", page
            assert f"/the/{row.id}/{page}" not in client.get(f"/the/{row.id}").text, page
        with pytest.raises(OfAge):
            exporting.export(session, row.account_id or 0, row.id)
        with pytest.raises(OfAge):
            own_photo(session, row.account_id or 0, row.id)


def test_an_address_nobody_confirmed_gets_nothing_but_the_link_to(
    session: Session, library: Library, ha: Clerk
) -> None:
    """It may be anybody's: neither what became of a card nor its number goes there."""
    application = people.adult(library, email="nham@example.vn")
    card = register_here(session, ha, application)
    row = session.get_one(Borrower, card.borrower_id)
    blocking.block(session, ha, row.id, seen=row.version, reason="Sách quá hạn")
    register(session, application)
    kinds = select(Letter.kind).order_by(Letter.id)
    assert session.scalars(kinds).all() == ["card_address", "card_address"]
    token = people.token_of(session, "card_address")
    confirming.confirm(session, token, proof=people.proof_of(session, row))
    blocking.unblock(session, ha, row.id, seen=row.version)
    assert session.scalars(kinds).all()[-1] == "card_unblocked"


def _last(session: Session, borrower_id: int) -> tuple[Act, str | None, str | None]:
    mine = select(CardEvent).where(CardEvent.borrower_id == borrower_id)
    event = session.scalars(mine.order_by(CardEvent.id.desc())).first()
    assert event is not None
    return event.act, event.name, event.why
