"""Kinds of card and policies: whose they are, what an edit changes, and who made it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards import approving, editing, previewing, setting_changes
from portal.cards.acting import Clerk
from portal.cards.kinds import kind_of, kinds_of
from portal.cards.models import CardKind
from portal.cards.policies import Policy, policies, policy_of, version_of
from portal.cards.previewing import Effect
from portal.cards.refusals import BadSetting, NothingNew, NotYours, SettingChanged
from portal.cards.words import Audience, Document
from portal.clock import now, today
from portal.libraries.models import Library
from portal.roles import Role
from tests.cards import people

pytestmark = pytest.mark.both_databases


@pytest.fixture
def head(session: Session, library: Library) -> Clerk:
    return people.clerk(session, library, "Phụ trách Minh", Role.HEAD)


def test_a_network_that_set_nothing_has_a_policy(session: Session, library: Library) -> None:
    assert policy_of(session, library.id) == policy_of(session, None) == Policy()
    assert policies(session) == {None: Policy()}


def test_a_librarys_value_goes_before_the_networks(
    session: Session, library: Library, elsewhere: Library, head: Clerk, city: Clerk
) -> None:
    editing.edit_policy(session, city, None, {"days_provisional": 20, "adult_age": 18}, seen=0)
    editing.edit_policy(session, head, library.id, {"days_provisional": 45}, seen=0)
    assert policy_of(session, library.id) == Policy(days_provisional=45, adult_age=18)
    assert policy_of(session, elsewhere.id) == Policy(days_provisional=20, adult_age=18)
    assert policies(session)[library.id].days_provisional == 45
    seen = version_of(session, library.id)
    editing.edit_policy(session, head, library.id, {"days_provisional": None}, seen=seen)
    assert policy_of(session, library.id).days_provisional == 20


def test_every_change_has_a_name(session: Session, library: Library, head: Clerk) -> None:
    editing.edit_policy(session, head, library.id, {"provisional_at_once": False}, seen=0)
    editing.edit_kind(session, head, library.id, "ban-doc", {"fee": 20_000}, seen=1)
    told = [
        (one.name, one.kind, one.field, one.old, one.new)
        for one in setting_changes.changes_of(session, library.id)
    ]
    assert told == [
        ("Phụ trách Minh", "ban-doc", "fee", "0", "20000"),
        ("Phụ trách Minh", None, "provisional_at_once", None, "False"),
    ]
    assert setting_changes.changes_of(session, None) == []


def test_a_policy_is_the_heads_and_the_citys(
    session: Session, library: Library, elsewhere: Library, ha: Clerk, head: Clerk
) -> None:
    for clerk, library_id in ((ha, library.id), (head, elsewhere.id), (head, None)):
        with pytest.raises(NotYours):
            editing.edit_policy(session, clerk, library_id, {"adult_age": 15}, seen=0)


@pytest.mark.parametrize(
    "changes",
    [
        {"adult_age": 0},
        {"adult_age": True},
        {"hours_unverified": "24"},
        {"provisional_at_once": 1},
        {"days": 3},
    ],
)
def test_a_policy_that_cannot_be(session: Session, city: Clerk, changes: dict[str, Any]) -> None:
    with pytest.raises(BadSetting):
        editing.edit_policy(session, city, None, changes, seen=0)


def test_two_who_edit_at_once(session: Session, city: Clerk) -> None:
    editing.edit_policy(session, city, None, {"adult_age": 15}, seen=0)
    with pytest.raises(SettingChanged) as late:
        editing.edit_policy(session, city, None, {"adult_age": 18}, seen=0)
    assert late.value.by == "Quản lý thành phố"
    with pytest.raises(NothingNew):
        editing.edit_policy(session, city, None, {"adult_age": 15}, seen=1)


def test_a_library_gets_its_own_kind_by_editing_the_networks(
    session: Session, library: Library, elsewhere: Library, head: Clerk
) -> None:
    editing.edit_kind(
        session, head, library.id, "ban-doc", {"deposit": 100_000, "months_valid": 36}, seen=1
    )
    own, shared = (kind_of(session, at.id, "ban-doc") for at in (library, elsewhere))
    assert own is not None
    assert shared is not None
    assert (own.deposit, own.months_valid, own.library_id) == (100_000, 36, library.id)
    assert (shared.deposit, shared.months_valid, shared.library_id) == (0, 12, None)
    assert own.name("en") == "Reader's card"
    assert own.bring("vi").startswith("một giấy tờ")


def test_a_kind_that_is_given_up_is_offered_no_more(
    session: Session, library: Library, city: Clerk
) -> None:
    editing.edit_kind(session, city, None, "doc-tai-cho", {"offered": False}, seen=1)
    assert "doc-tai-cho" not in {kind.code for kind in kinds_of(session, library.id)}
    assert kind_of(session, library.id, "doc-tai-cho") is not None


def test_a_new_kind(session: Session, library: Library, head: Clerk) -> None:
    values: dict[str, Any] = {
        "name_vi": "Thẻ lưu động", "name_en": "Mobile card", "bring_vi": "một giấy tờ",
        "bring_en": "one document", "audience": Audience.ANYONE, "age_from": 0, "age_to": None,
        "documents": (Document.CCCD, Document.PUPIL), "fee": 0, "deposit": 0, "months_valid": 3,
        "email_needed": False, "phone_needed": True, "offered": True, "position": 9,
    }  # fmt: skip
    editing.add_kind(session, head, library.id, "luu-dong", values)
    kind = kind_of(session, library.id, "luu-dong")
    assert kind is not None
    assert kind.documents == (Document.CCCD, Document.PUPIL)
    with pytest.raises(SettingChanged):
        editing.add_kind(session, head, library.id, "luu-dong", values)
    for bad in (
        {"name_vi": ""},
        {"documents": ()},
        {"months_valid": 0},
        {"age_from": 9, "age_to": 5},
    ):
        with pytest.raises(BadSetting):
            editing.add_kind(session, head, library.id, "khac", {**values, **bad})
    with pytest.raises(BadSetting):
        editing.add_kind(session, head, library.id, "Mã lạ", values)
    with pytest.raises(BadSetting):
        editing.edit_kind(session, head, library.id, "khong-co", {"fee": 1}, seen=1)


def test_what_a_shorter_time_would_erase(
    session: Session, library: Library, elsewhere: Library, ha: Clerk, head: Clerk
) -> None:
    there = people.clerk(session, elsewhere)
    with time_machine.travel(now() - timedelta(days=20)):
        for clerk, at in ((ha, library), (there, elsewhere)):
            row = people.waiting(session, at)
            approving.refuse(session, clerk, row.id, seen=row.version, reason="Trùng")
    old, new = {"days_rejected": 30}, {"days_rejected": 10}
    assert previewing.preview_policy(session, library.id, new) == [
        Effect("days_rejected", 30, 10, 1)
    ]
    assert previewing.preview_policy(session, None, new) == [Effect("days_rejected", 30, 10, 2)]
    assert previewing.preview_policy(session, library.id, old) == []
    editing.edit_policy(session, head, library.id, {"days_rejected": 365}, seen=0)
    assert previewing.preview_policy(session, None, new) == [Effect("days_rejected", 30, 10, 1)]
    assert previewing.preview_policy(session, library.id, {"days_rejected": None}) == [
        Effect("days_rejected", 365, 30, 0)
    ]


def test_how_many_would_be_grown_up(session: Session, library: Library) -> None:
    fifteen = date(today().year - 15, 1, 1)
    people.registered(session, people.child(library, birthday=fifteen))
    people.registered(session, people.adult(library))
    assert previewing.preview_policy(session, library.id, {"adult_age": 15}) == [
        Effect("adult_age", 16, 15, 1)
    ]
    with pytest.raises(BadSetting):
        previewing.preview_policy(session, library.id, {"adult_age": 99})


def test_how_many_would_outgrow_a_kind(session: Session, library: Library) -> None:
    people.registered(session, people.child(library, birthday=date(today().year - 12, 1, 1)))
    changes = {"age_to": 10, "fee": 5000}
    assert previewing.preview_kind(session, library.id, "thieu-nhi", changes) == [
        Effect("age_to", None, 10, 1), Effect("fee", 0, 5000, 0)
    ]  # fmt: skip
    assert previewing.holders(session, library.id, "thieu-nhi") == 1
    assert previewing.holders(session, None, "ban-doc") == 0
    with pytest.raises(BadSetting):
        previewing.preview_kind(session, library.id, "khong-co", changes)


def test_the_kinds_of_a_new_network_cost_nothing(session: Session, library: Library) -> None:
    rows = session.scalars(select(CardKind)).all()
    assert {(row.fee, row.deposit) for row in rows} == {(0, 0)}
    assert [kind.code for kind in kinds_of(session, None)] == [
        "ban-doc", "thieu-nhi", "doc-tai-cho"
    ]  # fmt: skip
