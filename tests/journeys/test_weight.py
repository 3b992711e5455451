"""What a page costs a reader on a slow line, before any compression."""

from collections import defaultdict

import pytest
from playwright.sync_api import Page, Response

LIMITS = {"document": 60 * 1024, "code": 60 * 1024, "font": 120 * 1024}
KINDS = {"document": "document", "stylesheet": "code", "script": "code", "font": "font"}


@pytest.mark.parametrize("path", ["/", "/tim?q=ha+noi", "/tai-lieu/1"])
def test_a_main_page_is_light(page: Page, path: str) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path, wait_until="networkidle")
    weight: dict[str, int] = defaultdict(int)
    for answer in answers:
        if kind := KINDS.get(answer.request.resource_type):
            weight[kind] += len(answer.body())
    assert set(weight) == set(LIMITS)
    assert {kind: size for kind, size in weight.items() if size > LIMITS[kind]} == {}
