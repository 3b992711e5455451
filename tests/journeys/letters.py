"""The letters that a served portal writes into its folder, read as somebody reads their mail."""

from __future__ import annotations

import email
import re
from email import policy
from pathlib import Path
from urllib.parse import urlsplit

from tests.waiting import until


def link_to(folder: Path, address: str, path: str) -> str:
    """Wait for a letter to an address with a link below `path`; the path of that link."""
    found: list[str] = []

    def there() -> bool:
        found.extend(_links(folder, address, path))
        return bool(found)

    until(there)
    return found[-1]


def _links(folder: Path, address: str, path: str) -> list[str]:
    links = []
    for file in sorted(folder.glob("*.eml"), key=lambda one: one.stat().st_mtime):
        letter = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        body = letter.get_body(("plain",))
        if address in str(letter["To"]) and body is not None:
            links += [urlsplit(one).path for one in re.findall(r"http\S+", body.get_content())]
    return [link for link in links if link.startswith(path)]
