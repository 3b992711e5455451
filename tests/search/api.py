"""A program that asks the API, and a small city's catalogue for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Record, Work
from portal.config import Settings
from portal.libraries.kinds import RoomUse, Stacks
from portal.search.maintenance import build_index
from portal.search.openapi import description
from tests import make
from tests.search.schemas import faults

Json = Any
SCHEMAS = description("http://localhost")["components"]["schemas"]


@dataclass
class Program:
    """Asks and holds every answer against its description."""

    app: Flask
    session: Session
    settings: Settings
    engine: sa.Engine

    def index(self) -> None:
        self.session.commit()
        build_index(self.session, self.settings.index_folder)
        self.session.commit()

    def answer(self, path: str, **values: Any) -> TestResponse:
        headers = values.pop("headers", None)
        return self.app.test_client().get(
            f"/api/v1/{path}", query_string=values or None, headers=headers
        )

    def search(self, **values: Any) -> Json:
        return self.ask("search", "SearchResult", **values)

    def ask(self, path: str, schema: str, **values: Any) -> Json:
        answer = self.answer(path, **values)
        assert answer.status_code == 200, answer.text
        assert answer.mimetype == "application/json"
        assert faults(SCHEMAS, SCHEMAS[schema], answer.json) == []
        return answer.json

    def refused(self, path: str, status: int, **values: Any) -> Json:
        """The problem details of an answer that is an error."""
        answer = self.answer(path, **values)
        assert answer.status_code == status, answer.text
        assert answer.mimetype == "application/problem+json"
        assert faults(SCHEMAS, SCHEMAS["Problem"], answer.json) == []
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        return answer.json


@dataclass
class City:
    de_men: Record
    older: Record
    so_do: Record


def city(session: Session) -> City:
    """Two libraries; a work in two editions that both hold; one book that is out."""
    ba_dinh = make.library(session, "KV-BD", name="Thư viện Ba Đình", short_name="Ba Đình")
    tay_ho = make.library(session, "KV-TH", name="Thư viện Tây Hồ", parent_id=ba_dinh.id)
    shelves = make.room(session, ba_dinh, "KM", stacks=Stacks.OPEN, use=RoomUse.LENDABLE)
    work = Work(key="de men", title="Dế Mèn phiêu lưu ký")
    session.add(work)
    session.flush()
    de_men = make.record(
        session, authors=["Tô Hoài"], subjects=["Văn học thiếu nhi"], isbn="9786041137462",
        work=work, publisher="Kim Đồng", year=2020, language="vie", ddc="895.922334",
        notes="Một\nHai",
    )  # fmt: skip
    older = make.record(session, authors=["Tô Hoài"], work=work, year=1990, language="vie")
    so_do = make.record(session, "Số đỏ", authors=["Vũ Trọng Phụng"], year=1936, ddc="895.9223")
    make.copy(session, de_men, ba_dinh, room_id=shelves.id, barcode="BD.1")
    make.copy(session, de_men, ba_dinh, status=CopyStatus.on_loan, barcode="BD.2")
    make.copy(session, de_men, ba_dinh, status=CopyStatus.lost, barcode="BD.3")
    make.copy(session, older, tay_ho, owner=ba_dinh, barcode="TH.1")
    make.copy(session, so_do, tay_ho, status=CopyStatus.on_loan, barcode="TH.2")
    return City(de_men, older, so_do)
