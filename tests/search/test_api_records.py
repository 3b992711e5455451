"""Records and libraries by the API, and its description."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.catalogue.models import DeletedRecord
from portal.clock import now
from portal.db import db
from portal.libraries.models import OpeningHours
from tests import make
from tests.databases import counted_queries
from tests.search.api import SCHEMAS, Program, city


def test_a_record_has_its_copies_and_its_other_editions(program: Program, session: Session) -> None:
    books = city(session)
    session.commit()
    found = program.ask(f"records/{books.de_men.id}", "Record")
    assert found["agents"] == [
        {"id": found["agents"][0]["id"], "name": "Tô Hoài", "kind": "person", "role": "author"}
    ]
    assert found["notes"] == ["Một", "Hai"]
    assert [copy["barcode"] for copy in found["copies"]] == ["BD.1", "BD.2"]  # the lost one is not
    assert found["copies"][0]["room"] == {"code": "KM", "name": "Kho mở"}
    assert [one["id"] for one in found["work"]["records"]] == [books.de_men.id, books.older.id]
    assert found["libraries"] == [
        {"code": "KV-BD", "name": "Thư viện Ba Đình", "available": 1, "total": 2}
    ]


def test_a_copy_elsewhere_names_its_owner(program: Program, session: Session) -> None:
    books = city(session)
    session.commit()
    (copy,) = program.ask(f"records/{books.older.id}", "Record")["copies"]
    assert (copy["library"], copy["owner"]) == ("KV-TH", "KV-BD")


def test_three_hundred_copies_take_no_more_queries_than_one(
    program: Program, session: Session
) -> None:
    one, many = make.record(session), make.record(session, "Sách giáo khoa")
    libraries = [make.library(session) for _ in range(3)]
    make.copy(session, one, libraries[0], due_on=date(2030, 1, 2))
    for number in range(300):
        make.copy(session, many, libraries[number % 3])
    session.commit()
    counts = []
    for record in (one, many):
        program.ask(f"records/{record.id}", "Record")
        with program.app.app_context(), counted_queries(db.engine) as statements:
            found = program.ask(f"records/{record.id}", "Record")
        counts.append(len(statements))
    assert len(found["copies"]) == 300
    assert counts[0] == counts[1]


@pytest.mark.both_databases
@pytest.mark.parametrize("number", ["999", str(2**31), str(10**30), "0", "-1", "x"])
def test_a_record_that_is_not_there(program: Program, session: Session, number: str) -> None:
    session.commit()
    assert program.refused(f"records/{number}", 404)["status"] == 404


def test_a_merged_record_leads_to_its_heir(program: Program, session: Session) -> None:
    heir = make.record(session)
    session.add(DeletedRecord(record_id=900, heir_id=heir.id, at=now()))
    session.add(DeletedRecord(record_id=901, heir_id=None, at=now()))
    session.commit()
    answer = program.answer("records/900", lang="en")
    assert answer.status_code == 302
    assert answer.location == f"http://localhost/api/v1/records/{heir.id}?lang=en"
    program.refused("records/901", 404)


def test_libraries_with_hours_rooms_and_parents(program: Program, session: Session) -> None:
    city(session)
    here = make.library(session, "A-1", closed_since=date(2020, 1, 1))
    session.add(OpeningHours(library_id=here.id, weekday=1, opens=480, closes=17 * 60))
    session.commit()
    found = {one["code"]: one for one in program.ask("libraries", "Libraries")["items"]}
    assert found["KV-TH"]["parent"] == "KV-BD"
    assert found["KV-BD"]["rooms"][0]["stacks"] == "open"
    assert found["KV-BD"]["hours"] is None
    assert found["KV-BD"]["open_now"] == "unknown"
    assert found["A-1"]["hours"]["tuesday"] == [{"opens": "08:00", "closes": "17:00"}]
    assert found["A-1"]["hours"]["monday"] == []
    assert found["A-1"]["open_now"] == "closed"
    program.refused("libraries", 400, kind="school")


def test_the_description_describes_every_route(program: Program, session: Session) -> None:
    session.commit()
    answer = program.answer("openapi.json")
    described = answer.json
    assert described is not None
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": "http://localhost"}]
    routes = {
        re.sub(r"<int:\w*?(\w\w)>", r"{\1}", rule.rule)
        for rule in program.app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.rule.endswith("openapi.json")
    }
    assert routes == set(described["paths"])


def test_every_reference_in_the_description_leads_somewhere(
    program: Program, session: Session
) -> None:
    session.commit()
    text = program.answer("openapi.json").text
    named = set(re.findall(r'"#/components/schemas/(\w+)"', text))
    assert named <= set(SCHEMAS)
    assert named >= set(SCHEMAS) - {"Problem"}
    paths = program.answer("openapi.json").json["paths"]  # type: ignore[index]
    for path, methods in paths.items():
        operation = methods["get"]
        assert operation["operationId"]
        assert {"200", "429"} <= set(operation["responses"])
        inside = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
        assert inside == set(re.findall(r"{(\w+)}", path))


def test_every_parameter_described_is_taken(program: Program, session: Session) -> None:
    books = city(session)
    program.index()
    described = program.answer("openapi.json").json
    assert described is not None
    samples = {
        "library": "KV-BD", "room": "KV-BD.KM", "material": "book", "language": "vie",
        "author": "1", "subject": "1", "ddc": "8", "q": "de", "field": "title", "lang": "en",
        "year_from": "1900", "year_to": "2100", "available": "1", "sort": "title", "page": "1",
        "per_page": "5", "exact": "1",
    }  # fmt: skip
    names = {one["name"] for one in described["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert names == set(samples)
    for name, value in samples.items():
        program.search(**{name: value})
    assert books
