"""A small city's catalogue, indexed, as the tests of these pages search it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus, Material
from portal.catalogue.models import Record, Work
from portal.config import Settings
from portal.libraries.kinds import RoomUse, Stacks
from portal.libraries.models import Library, OpeningHours
from portal.search.maintenance import build_index
from tests import make
from tests.pages import PageClient

Indexed = Callable[[], None]


@pytest.fixture
def indexed(session: Session, settings: Settings) -> Indexed:
    """Build the index of what the test put into the catalogue."""

    def build() -> None:
        session.commit()
        build_index(session, settings.index_folder)
        session.commit()

    return build


@dataclass
class City:
    """Two libraries and six works: see `searchable`."""

    ba_dinh: Library
    tay_ho: Library
    de_men: Record
    de_men_old: Record
    duong: Record
    duong_name: Record
    history: Record
    summary_only: Record
    comic: Record


@pytest.fixture
def searchable(session: Session, indexed: Indexed) -> City:
    ba_dinh = make.library(session, "KV-BD", name="Thư viện Ba Đình", short_name="Ba Đình")
    tay_ho = make.library(session, "KV-TH", name="Thư viện Tây Hồ", short_name="Tây Hồ")
    for weekday in range(7):
        session.add(OpeningHours(library_id=ba_dinh.id, weekday=weekday, opens=0, closes=24 * 60))
    open_shelves = make.room(session, ba_dinh, "KM", stacks=Stacks.OPEN, use=RoomUse.LENDABLE)
    reading_room = make.room(
        session, tay_ho, "PD", name="Phòng đọc", stacks=Stacks.CLOSED, use=RoomUse.ON_SITE
    )
    de_men = make.record(
        session,
        "Dế Mèn phiêu lưu ký",
        authors=["Tô Hoài"],
        subjects=["Văn học thiếu nhi"],
        publisher="Kim Đồng",
        year=2019,
        language="vie",
        ddc="895.922",
        loan_count=50,
    )
    old = make.record(
        session,
        "Dế Mèn phiêu lưu ký",
        authors=["Tô Hoài"],
        work=_work_of(session, de_men),
        year=1995,
        language="vie",
        ddc="895.922",
    )
    duong = make.record(session, "Đường vào Hà Nội", authors=["Lê Nam"], year=2001, ddc="915.97")
    name = make.record(session, "Dương Quảng Hàm", authors=["Lê Nam"], year=2005, ddc="920")
    history = make.record(
        session,
        "Lịch sử Thăng Long",
        authors=["Trần Văn"],
        subjects=["Lịch sử"],
        year=2010,
        language="fre",
        ddc="959.7",
    )
    summary = make.record(
        session,
        "Chuyện bên hồ",
        subjects=["Lịch sử"],
        summary="Một buổi chiều, hai người bạn kể cho nhau nghe chuyện cây đa Bác trồng.",
    )
    comic = make.record(session, "Dũng sĩ Hesman", material=Material.comic, year=1992, ddc="741.5")
    make.copy(session, de_men, ba_dinh, room_id=open_shelves.id)
    make.copy(session, de_men, ba_dinh, room_id=open_shelves.id)
    make.copy(session, old, tay_ho, status=CopyStatus.on_loan, due_on=date(2026, 12, 24))
    make.copy(session, duong, tay_ho, room_id=reading_room.id)
    make.copy(session, history, tay_ho, status=CopyStatus.on_loan, due_on=date(2026, 12, 24))
    indexed()
    return City(ba_dinh, tay_ho, de_men, old, duong, name, history, summary, comic)


def _work_of(session: Session, record: Record) -> Work:
    work = session.get(Work, record.work_id)
    assert work is not None
    return work


@pytest.fixture
def at_ba_dinh(client: PageClient) -> PageClient:
    """A reader whose library is Ba Đình."""
    client.set_cookie("library", "KV-BD")
    return client
