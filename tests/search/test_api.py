"""`GET /api/v1/search`: what a program gets, and what it is told when it asks wrongly."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy.orm import Session

from portal.db import db
from tests import make
from tests.databases import counted_queries
from tests.search.api import City, Program, city


@pytest.fixture
def books(program: Program, session: Session) -> City:
    found = city(session)
    program.index()
    return found


def test_an_answer_has_the_work_with_every_library_of_every_edition(
    program: Program, books: City
) -> None:
    found = program.search(q="de men")
    assert (found["query"], found["total"], found["page"], found["per_page"]) == (
        "de men",
        1,
        1,
        20,
    )
    item = found["items"][0]
    assert item["id"] in (books.de_men.id, books.older.id)
    assert item["title"] == "Dế Mèn phiêu lưu ký"
    assert item["authors"] == ["Tô Hoài"]
    assert item["url"] == f"http://localhost/tai-lieu/{item['id']}"
    assert item["libraries"] == [
        {"code": "KV-BD", "name": "Thư viện Ba Đình", "available": 1, "total": 2},
        {"code": "KV-TH", "name": "Thư viện Tây Hồ", "available": 1, "total": 1},
    ]
    assert found["suggestion"] is None
    assert found["relaxed"] is None


@pytest.mark.both_databases
def test_items_carry_what_the_record_says(program: Program, books: City) -> None:
    item = program.search(q="9786041137462")["items"][0]
    assert item["id"] == books.de_men.id
    assert (item["publisher"], item["year"], item["language"]) == ("Kim Đồng", 2020, "vie")
    assert (item["isbn"], item["ddc"]) == (["9786041137462"], "895.922334")


def test_a_facet_value_is_what_its_parameter_takes(program: Program, books: City) -> None:
    found = program.search()
    assert found["total"] == 2
    for name, entries in found["facets"].items():
        for entry in entries:
            if name == "ddc" and len(entry["value"]) > 1:
                continue
            again = program.search(**{name: entry["value"]})
            assert again["total"] == entry["count"], (name, entry)
    labels = {entry["value"]: entry["label"] for entry in found["facets"]["library"]}
    assert labels == {"KV-BD": "Ba Đình", "KV-TH": "Thư viện Tây Hồ"}


def test_a_repeated_filter_means_or_and_others_mean_and(program: Program, books: City) -> None:
    assert program.search(library=["KV-BD", "KV-TH"])["total"] == 2
    assert program.search(library="kv-bd")["total"] == 1
    assert program.search(library="KV-TH", available="1")["total"] == 1
    assert program.search(available="1")["total"] == 1
    assert program.search(year_from=1930, year_to=1940)["items"][0]["id"] == books.so_do.id
    assert program.search(language="vie", ddc="89")["total"] == 1


def test_pages_follow_one_another_and_end(program: Program, books: City) -> None:
    pages = [program.search(page=page, per_page=1, sort="title") for page in (1, 2, 3)]
    ids = [[item["id"] for item in page["items"]] for page in pages]
    assert [len(page) for page in ids] == [1, 1, 0]
    assert ids[0] != ids[1]
    assert {page["total"] for page in pages} == {2}


def test_labels_speak_the_language_asked_for(program: Program, books: City) -> None:
    def language(**values: Any) -> str:
        return str(program.search(**values)["facets"]["language"][0]["label"]).lower()

    assert "việt" in language()
    assert "vietnamese" in language(lang="en")
    assert "vietnamese" in language(headers={"Accept-Language": "en"})
    assert "việt" in language(lang="vi", headers={"Accept-Language": "en", "Cookie": "lang=en"})


def test_a_search_without_hits_is_asked_as_it_was_meant(program: Program, books: City) -> None:
    found = program.search(q="demen phieu luu")
    assert found["query"] == "demen phieu luu"
    assert found["rescue"]["query"] == "dế mèn phiêu lưu"
    assert found["rescue"]["left_out"] == []
    address = urlsplit(found["rescue"]["url"])
    again = program.app.test_client().get(f"{address.path}?{address.query}").json
    assert again is not None
    assert again["rescue"] is None
    assert again["total"] == found["total"] == found["rescue"]["total"] == 1
    assert again["items"] == found["items"]
    assert program.search(q="de men qwxzt")["rescue"]["left_out"] == ["qwxzt"]
    assert program.search(q="de men")["rescue"] is None


def test_a_search_for_exactly_what_was_typed_leads_on(program: Program, books: City) -> None:
    found = program.search(q="demen phieu luu", exact="1")
    assert (found["total"], found["items"], found["rescue"]) == (0, [], None)
    assert found["suggestion"]["query"] == "dế mèn phiêu lưu"
    assert found["relaxed"] == {"kind": "spelling", **found["suggestion"]}
    assert "exact" not in found["suggestion"]["url"]


def test_works_near_what_was_typed_stand_apart(program: Program, session: Session) -> None:
    by_chance = make.record(session, "Lịch sử", notes="Nam viết.", language="eng")
    meant = [make.record(session, "Lịch sử Việt Nam", language="vie", year=y) for y in (1, 2)]
    program.index()
    found = program.search(q="lịch sử viết nam")
    assert (found["total"], [one["id"] for one in found["items"]]) == (1, [by_chance.id])
    assert [one["id"] for one in found["near"]] == [one.id for one in meant]
    assert found["suggestion"]["query"] == "lịch sử việt nam"
    assert [one["value"] for one in found["facets"]["language"]] == ["eng"]
    exact = program.search(q="lịch sử viết nam", exact="1")
    assert (exact["items"], exact["near"], exact["suggestion"]) == (found["items"], [], None)
    for more in ({"sort": "title"}, {"page": "2"}, {"per_page": "1"}):
        assert program.search(q="lịch sử viết nam", **more)["near"] == []
    right = program.search(q=found["suggestion"]["query"])
    assert (right["items"], right["near"]) == (found["near"], [])


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("page", "0"), ("page", "-1"), ("page", "1000000000"), ("per_page", "101"),
        ("sort", "best"), ("field", "x"), ("available", "yes"), ("year_from", "nay"),
        ("library", "KHONG-CO"), ("material", "stone"), ("language", "v"), ("ddc", "8.9"),
        ("author", "Tô Hoài"), ("subject", "1;DROP TABLE record"), ("room", "KM"),
        ("lang", "fr"), ("limit", "5"), ("<script>", "1"), ("library", "x" * 100_000),
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_taken_is_named(
    program: Program, books: City, parameter: str, value: str
) -> None:
    problem = program.refused("search", 400, **{parameter: value, "q": "de men"})
    (error,) = problem["errors"]
    assert error["parameter"] == parameter
    assert error["value"] == value[:80]
    assert error["wanted"]


def test_a_single_parameter_given_twice_is_refused(program: Program, books: City) -> None:
    assert program.refused("search", 400, page=["1", "2"])["errors"][0]["parameter"] == "page"


@pytest.mark.parametrize(
    "q",
    [
        "x" * 100_000, "dế " * 20_000, "\x00\x01\x1b", "*", '"((', "-", "!!!", "' OR 1=1 --",
        "<img src=x onerror=alert(1)>", "\u202eabc", "😀🔥", "de\u0302\u0301 me\u0300n",
        ".*+?[a-z]{5}", "%", "_", "năm:99999", "isbn:", "tác giả:", "A" * 300 + "*",
    ],
)  # fmt: skip
def test_whatever_is_typed_is_answered(program: Program, books: City, q: str) -> None:
    found = program.search(q=q)
    assert len(found["query"]) <= 400


def test_the_number_of_queries_does_not_grow_with_the_page(
    program: Program, session: Session, books: City
) -> None:
    here = make.library(session)
    for number in range(30):
        book = make.record(
            session, f"Sách {number}", authors=[f"Tác giả {number}"], isbn=f"{number}"
        )
        make.copy(session, book, here)
    program.index()
    counts = []
    for size in (2, 30):
        program.search(per_page=size)
        with program.app.app_context(), counted_queries(db.engine) as statements:
            program.search(per_page=size)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 9


def test_answers_may_be_kept_and_read_anywhere(program: Program, books: City) -> None:
    first = program.answer("search", q="de men")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert "public" in first.headers["Cache-Control"]
    assert "Accept-Language" in first.headers["Vary"]
    assert "Set-Cookie" not in first.headers
    again = program.answer("search", q="de men", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    other = program.answer("search", q="so do")
    assert other.headers["ETag"] != first.headers["ETag"]


def test_without_an_index_the_answer_says_so(program: Program, session: Session) -> None:
    session.commit()
    assert program.refused("search", 503)["status"] == 503


def test_over_the_budget_there_is_a_time_to_come_back(program: Program, books: City) -> None:
    program.app.config["API_BUDGET"] = "1 per minute"
    statuses = [program.answer("libraries") for _ in range(3)]
    assert [answer.status_code for answer in statuses][-1] == 429
    assert int(statuses[-1].headers["Retry-After"]) >= 1
    assert statuses[-1].mimetype == "application/problem+json"
