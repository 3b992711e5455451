"""`/goi-y`: what it answers, to whom, how heavy, and after how many queries."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.catalogue.models import Work
from portal.catalogue.union.keys import series_key
from portal.search.views.suggest import MOST_BYTES
from tests import make
from tests.pages import PageClient
from tests.search.pages.conftest import City, Indexed
from tests.search.pages.test_odd_input import ODD
from tests.search.pages.test_weight import queries

MOST_QUERIES = 3
GROUPS = {"work": "Nhan đề", "author": "Tác giả", "subject": "Chủ đề", "series": "Tùng thư"}


def asked(client: PageClient, q: str, **more: str) -> dict[str, Any]:
    answer = client.get("/goi-y", query_string={"q": q, "lang": "vi", **more})
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert len(answer.data) <= MOST_BYTES
    body: dict[str, Any] = json.loads(answer.data)
    return body


def texts(client: PageClient, q: str, **more: str) -> list[str]:
    groups = asked(client, q, **more)["groups"]
    return [item["text"] for group in groups for item in group["items"]]


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize("q", ["dế", "de", "dế mèn", "DE MEN", "dees menf", "phieu luu", "de61 m"])
def test_from_two_letters_on(client: PageClient, q: str) -> None:
    assert "Dế Mèn phiêu lưu ký" in texts(client, q)


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize("q", ["", " ", "d", " d ", "-", "?!", "d" * 500, "de " * 100])
def test_one_letter_suggests_nothing_and_neither_does_a_page_of_them(
    client: PageClient, q: str
) -> None:
    assert asked(client, q) == {"told": "Không có gợi ý", "groups": []}


def test_a_suggestion_says_what_it_is_and_where_it_leads(
    client: PageClient, searchable: City
) -> None:
    work = {
        "text": "Dế Mèn phiêu lưu ký",
        "detail": "Tô Hoài",
        "count": 3,
        "held": "3 bản ở 2 thư viện",
        "url": f"/tai-lieu/{searchable.de_men.id}",
    }
    assert asked(client, "de men") == {
        "told": "1 gợi ý",
        "groups": [{"kind": "work", "label": "Nhan đề", "items": [work]}],
    }
    groups = asked(client, "lich")["groups"]
    assert [(one["kind"], one["label"]) for one in groups] == [
        ("work", "Nhan đề"), ("subject", "Chủ đề"),
    ]  # fmt: skip
    assert groups[0]["items"][0]["lang"] == "fr"
    assert groups[1]["items"][0]["held"] == "2 nhan đề"


def test_every_suggestion_leads_to_a_page(
    client: PageClient, session: Session, searchable: City, indexed: Indexed
) -> None:
    name = "Tủ sách Lịch sử / 50% & “văn hoá”"
    make.record(session, "Lịch sử nước ta", series=name, series_key=series_key(name))
    make.record(session, "Tô Hoài: hồi ký", authors=["Lịch Văn"])
    indexed()
    found = asked(client, "lich")["groups"]
    assert [one["kind"] for one in found] == list(GROUPS)
    for group in found:
        for item in group["items"]:
            assert item["text"].split(":")[0] in client.get(item["url"]).text.replace("&amp;", "&")


def test_a_title_in_volumes_leads_to_all_of_them(
    client: PageClient, session: Session, indexed: Indexed
) -> None:
    for number in (1, 2):
        work = Work(key=f"kinh van hoa|nguyen nhat anh|{number}", title="Kính vạn hoa")
        session.add(work)
        session.flush()
        make.record(session, work.title, work=work, volume=str(number))
    indexed()
    (item,) = asked(client, "kinh")["groups"][0]["items"]
    assert item["held"] == "2 tập · 0 bản"
    assert "2 nhan đề" in client.get(item["url"]).text


def test_in_the_language_that_was_asked_for(client: PageClient, searchable: City) -> None:
    client.set_cookie("lang", "en")
    assert asked(client, "de men")["told"] == "1 gợi ý"
    answer = asked(client, "de men", lang="en")
    assert answer["told"] == "1 suggestion"
    assert answer["groups"][0]["label"] == "Title"
    assert answer["groups"][0]["items"][0]["held"] == "3 copies in 2 libraries"
    spoken = client.get("/goi-y?q=de+men", headers={"Accept-Language": "en"})
    assert json.loads(spoken.data)["told"] == "1 suggestion"
    assert spoken.headers["Vary"] == "Accept-Language"


def test_anybody_may_keep_an_answer(client: PageClient, searchable: City) -> None:
    client.set_cookie("library", "KV-BD")
    answer = client.get("/goi-y?q=de+men&lang=vi")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Set-Cookie" not in answer.headers
    again = client.get("/goi-y?q=de+men&lang=vi", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_chosen_library_and_a_chosen_field(client: PageClient, searchable: City) -> None:
    assert texts(client, "du", lib="KV-TH") == ["Đường vào Hà Nội"]
    assert texts(client, "du", lib="kv-bd") == []
    assert texts(client, "du", lib="\x00") == texts(client, "du")
    assert texts(client, "to ho", field="agent") == ["Tô Hoài"]
    assert texts(client, "to ho", field="title") == []
    assert texts(client, "to ho", field="isbn") == texts(client, "to ho", field="?") == []


def test_without_an_index_nothing_is_suggested(client: PageClient) -> None:
    assert asked(client, "de men")["groups"] == []


def test_a_budget_is_kept(client: PageClient, app: Flask, searchable: City) -> None:
    app.config["API_BUDGET"] = "2 per minute"
    answers = [client.get("/goi-y?q=de").status_code for _ in range(3)]
    assert answers == [200, 200, 429]


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize("value", ODD.values(), ids=ODD.keys())
def test_odd_input(client: PageClient, value: str) -> None:
    safe = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    for name in ("q", "lib", "field", "lang"):
        asked(client, **{"q": "de", name: safe})
    assert client.get("/goi-y?q=%ff%fe%00de").status_code == 200


@given(q=st.text(max_size=30), lib=st.text(max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_wild_input(client: PageClient, searchable: City, q: str, lib: str) -> None:
    safe = q.encode("utf-8", "replace").decode()
    for item in [item for group in asked(client, safe)["groups"] for item in group["items"]]:
        assert item["url"].startswith("/")
    asked(client, "de " + safe, lib=lib.encode("utf-8", "replace").decode())


@pytest.fixture
def many(session: Session, indexed: Indexed) -> None:
    """More of every kind than is ever shown, several editions and copies each."""
    libraries = [make.library(session, f"KV-{number}") for number in range(6)]
    for number in range(12):
        name = f"Hà Nội {number}"
        for _ in range(2):
            record = make.record(
                session, name, authors=[name], subjects=[name],
                series=name, series_key=series_key(name),
            )  # fmt: skip
            for library in libraries:
                make.copy(session, record, library)
    indexed()


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("more", ["", "&lib=KV-1", "&field=title"])
def test_few_queries_however_much_there_is(app: Flask, client: PageClient, more: str) -> None:
    client.get("/goi-y?q=ha+noi")  # opens the registers
    sent: dict[str, int] = {}
    for q in ("ha+noi", "ha+noi+3", "zzz"):
        with queries(app) as statements:
            assert client.get(f"/goi-y?q={q}{more}").status_code == 200
        sent[q] = len([one for one in statements if not one.startswith(("BEGIN", "ROLLBACK"))])
    assert sent["ha+noi"] == sent["ha+noi+3"] <= MOST_QUERIES
    assert sent["zzz"] == 0


@pytest.mark.parametrize("text", ["Đườngề " * 40, "書" * 300, "Nguyễn", "🦗 ế" * 80])
def test_the_longest_names_fit(
    client: PageClient, session: Session, indexed: Indexed, text: str
) -> None:
    for number in range(10):
        name = f"Hà {text} {number}"
        record = make.record(
            session, name, authors=[name + "a"], subjects=[name],
            series=name, series_key=(series_key(name) or "")[:200], language="chi",
        )  # fmt: skip
        make.copy(session, record, make.library(session))
    indexed()
    groups = asked(client, "ha")["groups"]
    assert sum(len(group["items"]) for group in groups) >= 4
    for group in groups:
        assert all(len(item["text"]) <= 90 for item in group["items"])


def test_an_update_is_seen_at_once(client: PageClient, session: Session, indexed: Indexed) -> None:
    indexed()
    assert texts(client, "so do") == []
    make.record(session, "Số đỏ")
    indexed()
    assert texts(client, "so do") == ["Số đỏ"]
