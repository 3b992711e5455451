"""What somebody types into the forms of settings."""

from __future__ import annotations

import re
from html import unescape

from tests.pages import PageClient

NEW_KIND = {
    "name_vi": "Thẻ lưu động",
    "name_en": "Mobile card",
    "bring_vi": "một giấy tờ",
    "bring_en": "one document",
    "audience": "anyone",
    "age_from": "6",
    "age_to": "",
    "documents": "cccd",
    "fee": "20.000",
    "deposit": "0",
    "months_valid": "3",
    "position": "9",
    "offered": "y",
}


def fields(page: str) -> dict[str, list[str]]:
    """What the form of settings on a page would send, untouched."""
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.S) if 'name="seen"' in one)
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given.get("type") in ("checkbox", "radio") and " checked" not in tag:
            continue
        found.setdefault(given["name"], []).append(unescape(given.get("value", "")))
    for name, text in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = [unescape(text).strip()]
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
        found[name] = re.findall(r'<option selected value="([^"]*)"', options)
    return found


def edit(browser: PageClient, path: str, **changed: str | list[str]) -> str:
    """Change something in the form at `path` and look at what would change; the page."""
    page = browser.get(path)
    assert page.status_code == 200
    sent = {
        **fields(page.text),
        **{k: [v] if isinstance(v, str) else v for k, v in changed.items()},
    }
    return browser.get(path.split("?")[0] + "/xem-truoc", query_string=sent).text


def save(browser: PageClient, path: str, preview: str, **changed: str) -> int:
    """Save what a preview shows; the status."""
    sent = {**fields(preview), **changed}
    return browser.post(path, data=sent).status_code
