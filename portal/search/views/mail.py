"""A list of results as a letter that the reader's own mail program opens."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from portal.i18n import gettext as _

LONGEST = 1900  # characters of the address: some mail programs cut at 2,000


def mail_url(q: str, here: str, titles: Sequence[tuple[str, str, str]]) -> str:
    """A mailto: address. titles: (title, author, year); those that no longer fit are left out."""
    subject = _("Sách ở thư viện: %(q)s", q=q[:80]) if q else _("Sách ở thư viện")
    start = f"mailto:?subject={quote(subject)}&body="
    end = quote(f"\n{here}\n") if len(here) < LONGEST // 2 else ""
    lines = ""
    for title, author, year in titles:
        what = " / ".join(filter(None, (title, author)))
        line = quote(f"- {what}, {year}\n" if year else f"- {what}\n")
        if len(start) + len(lines) + len(line) + len(end) > LONGEST:
            break
        lines += line
    return start + lines + end
