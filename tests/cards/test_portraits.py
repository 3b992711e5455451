"""The photo of a card, and who was told apart: kept, handed over in an export, erased."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cards import keepers
from portal.cards.acting import Clerk
from portal.cards.blocking import close
from portal.cards.exporting import export
from portal.cards.merging import history
from portal.cards.models import Portrait, ToldApart
from portal.cards.photos import PhotoRefused
from portal.cards.portraits import keep_portrait, portrait, portrait_here, portraits, take_portrait
from portal.cards.purging import purge
from portal.cards.refusals import NotAlike, NotYours
from portal.cards.states import Act
from portal.cards.telling_apart import tell_apart, told_apart
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.test_photos import encoded, picture


def test_one_photo_the_last_one(session: Session, library: Library, ha: Clerk) -> None:
    row = people.active(session, ha, library)
    assert portrait(session, row.id) is None
    for kind in ("PNG", "JPEG"):
        take_portrait(session, ha, row.id, encoded(picture(), kind))
    assert session.scalar(select(func.count()).select_from(Portrait)) == 1
    with pytest.raises(PhotoRefused):
        take_portrait(session, ha, row.id, b"<svg onload=x>")
    kept = portrait_here(session, ha, row.id)
    assert portraits(session, [row.id, 99]) == {row.id: kept}
    event = history(session, row.id)[0]
    assert (event.act, event.name, event.why) == (Act.EDIT, ha.name, "photo")


def test_another_desk_sees_none(
    session: Session, library: Library, elsewhere: Library, ha: Clerk
) -> None:
    row = people.active(session, ha, library)
    stranger = people.clerk(session, elsewhere)
    with pytest.raises(NotYours):
        portrait_here(session, stranger, row.id)
    with pytest.raises(NotYours):
        take_portrait(session, stranger, row.id, encoded(picture()))
    with pytest.raises(NotYours):
        tell_apart(session, stranger, row.id, people.waiting(session, library).id)


def test_who_are_not_alike_need_not_be_told_apart(
    session: Session, library: Library, ha: Clerk
) -> None:
    one = people.waiting(session, library)
    other = people.waiting(session, library, full_name="Người Khác Hẳn")
    with pytest.raises(NotAlike):
        tell_apart(session, ha, one.id, other.id)
    assert told_apart(session, one.id) == []


def test_the_export_holds_it_and_erasing_takes_it(
    session: Session, library: Library, ha: Clerk
) -> None:
    row, other = people.active(session, ha, library), people.waiting(session, library)
    keep_portrait(session, row.id, encoded(picture()))
    tell_apart(session, ha, other.id, row.id)
    assert [one.name for one in told_apart(session, row.id)] == [ha.name]
    account = keepers.keep(session, row)
    photo = export(session, account.id, row.id)["photo"]
    assert photo.startswith("data:image/jpeg;base64,/9j/")
    close(session, ha, row.id, seen=row.version)
    purge(session, row)
    assert portrait(session, row.id) is None
    assert session.scalar(select(func.count()).select_from(ToldApart)) == 0
