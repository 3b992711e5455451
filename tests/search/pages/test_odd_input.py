"""Whatever stands in the address, the answer is a page, and soon."""

from __future__ import annotations

import pytest

from portal.search.engine import SORTS
from portal.search.facets import FACETS
from tests.pages import PageClient
from tests.search.pages.conftest import City

pytestmark = pytest.mark.usefixtures("searchable")

ODD = {
    "long": "dế mèn " * 15_000,
    "one long word": "a" * 100_000,
    "controls": "de\x00\x01\x1b[31m\x7f men\u200b\u202e",
    "star": "*",
    "stars": "*** ** *",
    "open quote": '"de men',
    "quotes": '"""\'\'“”„',
    "terms": " ".join(f"chữ{number}" for number in range(1000)),
    "or": " OR ".join(["x"] * 1000),
    "regex": r"^(a+)+$[\w.*]{99}(?=x)",
    "right to left": "\u202eכתב ספר العربية",
    "emoji": "🦗📚 dế 👩‍👩‍👧",
    "decomposed": "De\u0302\u0301 Me\u0300n",
    "brackets": "(" * 500 + "de" + ")" * 400,
    "html": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE record; -- \" OR 1=1",
    "template": "{{7*7}}{% raw %} %(x)s %s {0}",
    "negative": "-1",
    "huge": "1000000000",
    "huger": "9" * 400,
    "surrogate": "\udcff\udc80",
    "newline": "de\r\nSet-Cookie: x=1",
}
PARAMETERS = (
    "q",
    "field",
    *FACETS,
    "year_from",
    "year_to",
    "available",
    "sort",
    "page",
    "per_page",
)
OTHERS = {
    "/tim/loc/subject": ("q", "author", "year_to", "loc", "xep", "trang"),
    "/tim/nang-cao": ("q", "library", "field", "tu", "truong", "noi"),
    "/tim/buoc": ("trong", "vi_tri"),
}
LARGEST = 150_000  # bytes of a page: nothing odd is repeated at length


def ask(client: PageClient, path: str, query: dict[str, str]) -> None:
    safe = {
        name: value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        for name, value in query.items()
    }
    answer = client.get(path, query_string=safe)
    for _ in range(3):  # the cut one, then the clean one
        if answer.status_code == 302:
            answer = client.get(answer.location)
    assert answer.status_code in {200, 400}
    assert len(answer.data) < LARGEST
    assert b"<script>alert" not in answer.data
    assert b"<img src=x" not in answer.data


@pytest.mark.parametrize("value", ODD.values(), ids=ODD.keys())
def test_every_parameter_of_a_search(client: PageClient, value: str) -> None:
    for parameter in PARAMETERS:
        ask(client, "/tim", {parameter: value})


@pytest.mark.parametrize("value", ODD.values(), ids=ODD.keys())
def test_the_parameters_of_the_other_pages(client: PageClient, value: str) -> None:
    for path, names in OTHERS.items():
        for name in names:
            ask(client, path, {name: value})


def test_bytes_that_are_no_text(client: PageClient) -> None:
    assert client.get("/tim?q=%ff%fe%00de").status_code in {200, 302}
    assert client.get("/tim?%ff=%fe&q").status_code in {200, 302}


def test_a_value_repeated_very_often(client: PageClient) -> None:
    query = "&".join(f"author={number}" for number in range(1, 500))
    assert client.get(f"/tim?{query}").status_code == 200
    longer = "&".join(f"author={'9' * 79}{number}" for number in range(500))
    answer = client.get(f"/tim?{longer}")
    assert len(answer.location) < 8000
    assert client.get(answer.location).status_code == 200


def test_a_cut_query_says_so(client: PageClient) -> None:
    for times in (200, 20_000):
        answer = client.get("/tim", query_string={"q": "dế " * times})
        assert "Câu tìm quá dài" in client.get(answer.location).text


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_has_a_name(client: PageClient, sort: str, searchable: City) -> None:
    answer = client.get("/tim", query_string={} if sort == "relevance" else {"sort": sort})
    assert f'<option value="{sort}" selected>' in answer.text
