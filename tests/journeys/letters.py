"""The letters that a served portal writes into its folder, read as somebody reads their mail."""

from __future__ import annotations

import email
import re
from email import policy
from pathlib import Path
from urllib.parse import urlsplit

from tests.waiting import until


def link_to(folder: Path, address: str, path: str, *, letters: int = 1) -> str:
    """Wait for so many letters to an address with a link below `path`; the path of the last."""
    found: list[str] = []

    def there() -> bool:
        found[:] = _links(folder, address, path)
        return len(found) >= letters

    until(there)
    return found[-1]


def subjects_to(folder: Path, address: str) -> list[str]:
    """What the letters to an address are about, the oldest first."""
    return [str(letter["Subject"]) for letter in _letters(folder, address)]


def _links(folder: Path, address: str, path: str) -> list[str]:
    links = []
    for letter in _letters(folder, address):
        body = letter.get_body(("plain",))
        if body is not None:
            links += [urlsplit(one).path for one in re.findall(r"http\S+", body.get_content())]
    return [link for link in links if link.startswith(path)]


def _letters(folder: Path, address: str) -> list[email.message.EmailMessage]:
    files = sorted(folder.glob("*.eml"), key=lambda one: one.stat().st_mtime)
    letters = [email.message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]
    return [one for one in letters if address in str(one["To"])]
