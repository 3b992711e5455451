"""Merging at the desk and taking it back leaves everything as it was."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.models import (
    Copy,
    DeletedRecord,
    Doubt,
    Identifier,
    Merge,
    Record,
    RecordAgent,
    SourceRecord,
)
from portal.catalogue.union.merging import merge_records
from portal.db import db
from portal.desk.views import merges as pages
from portal.roles import Role
from tests import make
from tests.databases import counted_queries
from tests.desk.conftest import Doubtful, SignIn
from tests.pages import PageClient

PAGE = "/quay/gop"
MOMENTS = {"created_at", "changed_at", "indexed_at"}  # of records: these do move on


def everything(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Records with their parts, sources, copies, questions, and what is gone."""
    session.expire_all()
    models = (Record, RecordAgent, Identifier, Copy, SourceRecord, Doubt, DeletedRecord)
    found: dict[str, list[dict[str, Any]]] = {}
    for model in models:
        columns = [one for one in model.__table__.c if one.name not in MOMENTS or model is Doubt]
        rows = session.execute(select(*columns).order_by(*model.__table__.primary_key))
        found[model.__tablename__] = [dict(row._mapping) for row in rows]
    return found


def merged(client: PageClient, session: Session, doubtful: Doubtful) -> int:
    client.send(f"/quay/trung-lap/{doubtful.doubt}", "/quay", answer="same")
    return session.scalars(select(Merge.id).where(Merge.how == "by_hand")).one()


@pytest.mark.both_databases
def test_taking_a_merge_back_restores_everything(
    sign_in: SignIn, session: Session, doubtful: Doubtful
) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    before = everything(session)
    merge = merged(lan, session, doubtful)
    assert everything(session) != before
    sent = lan.send(f"{PAGE}/{merge}/tach-lai", PAGE)
    assert (sent.status_code, sent.location) == (303, PAGE)
    assert everything(session) == before
    page = lan.get(PAGE).text
    assert f"Đã tách lại. Biểu ghi số {doubtful.gone} lại có như trước." in page
    assert "Đã tách lại lúc" in page
    assert "Dế Mèn phiêu lưu ký" in lan.get("/quay/trung-lap").text


@pytest.mark.both_databases
def test_merged_taken_back_and_merged_again(
    sign_in: SignIn, session: Session, doubtful: Doubtful
) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    first = merged(lan, session, doubtful)
    once = everything(session)
    lan.send(f"{PAGE}/{first}/tach-lai", PAGE)
    lan.send(f"/quay/trung-lap/{doubtful.doubt}", "/quay", answer="same")
    twice = everything(session)
    for found in (once, twice):
        for row in (*found["doubt"], *found["deleted_record"]):
            row.pop("resolved_at", None)
            row.pop("at", None)
    assert twice == once


def test_the_second_to_take_back_is_told_who_was_first(
    sign_in: SignIn, session: Session, doubtful: Doubtful
) -> None:
    lan, ha = sign_in("Lan", at=doubtful.tay_ho), sign_in("Hà", Role.CITY_STAFF)
    path = f"{PAGE}/{merged(lan, session, doubtful)}/tach-lai"
    ha.send(path, PAGE)
    after = everything(session)
    lan.send(path, "/quay")
    assert "Hà đã tách trước bạn." in lan.get(PAGE).text
    assert everything(session) == after


def test_a_merge_under_a_later_one_waits_for_it(
    sign_in: SignIn, session: Session, doubtful: Doubtful
) -> None:
    ha = sign_in("Hà", Role.CITY_STAFF)
    first = merged(ha, session, doubtful)
    beyond = other_record(session, doubtful)
    merge_records(session, beyond, doubtful.keep, by="Nga")
    session.commit()
    page = ha.get(PAGE).text
    assert f"{PAGE}/{first}/tach-lai" not in page
    assert "Đã chuyển tiếp sang biểu ghi khác" in page
    ha.send(f"{PAGE}/{first}/tach-lai", PAGE)
    assert "Chưa tách lại được lần gộp này." in ha.get(PAGE).text
    for later in session.scalars(select(Merge.id).where(Merge.id > first)).all():
        ha.send(f"{PAGE}/{later}/tach-lai", PAGE)
    assert f"{PAGE}/{first}/tach-lai" in ha.get(PAGE).text


def test_a_merge_nobody_made(sign_in: SignIn, doubtful: Doubtful) -> None:
    lan = sign_in("Lan", at=doubtful.tay_ho)
    lan.send(f"{PAGE}/987654/tach-lai", "/quay")
    assert "Việc này không còn." in lan.get(PAGE).text


def test_page_after_page(
    sign_in: SignIn, session: Session, doubtful: Doubtful, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PER_PAGE", 1)
    ha = sign_in("Hà", Role.CITY_STAFF)
    first = merged(ha, session, doubtful)
    ha.send(f"{PAGE}/{first}/tach-lai", PAGE)
    ha.send(f"/quay/trung-lap/{doubtful.doubt}", "/quay", answer="same")
    assert "Trang 1 trên 2" in ha.get(PAGE).text
    assert "Đã tách lại lúc" in ha.get(f"{PAGE}?trang=2").text
    assert "Không có trang này" in ha.get(f"{PAGE}?trang=9").text


def test_the_number_of_queries_does_not_grow_with_the_merges(
    app: Flask, sign_in: SignIn, session: Session, doubtful: Doubtful
) -> None:
    ha = sign_in("Hà", Role.CITY_STAFF)
    merge = merged(ha, session, doubtful)
    with app.app_context():
        engine = db.engine

    def queries(path: str) -> int:
        ha.get(path)
        with counted_queries(engine) as sent:
            ha.get(path)
        return len(sent)

    few = queries(PAGE), queries("/quay")
    ha.send(f"{PAGE}/{merge}/tach-lai", PAGE)
    ha.send(f"/quay/trung-lap/{doubtful.doubt}", "/quay", answer="same")
    assert (queries(PAGE), queries("/quay")) == few


def other_record(session: Session, doubtful: Doubtful) -> int:
    """A record that a third description made."""
    run = session.scalars(select(SourceRecord.first_run_id)).first()
    record = make.record(session, "Dế Mèn phiêu lưu ký")
    kept = session.scalars(select(SourceRecord)).first()
    assert kept is not None
    session.add(
        SourceRecord(
            library_id=doubtful.ba_dinh.id, number="3", record_id=record.id, format=kept.format,
            raw=kept.raw, digest=kept.digest, encoding=kept.encoding, first_run_id=run,
            last_run_id=run,
        )
    )  # fmt: skip
    session.commit()
    return record.id
