"""``docs/settings.md`` says exactly what ``portal.config`` declares."""

import re

from portal.config import environment_name, settable
from tests.house.source import ROOT

ROW = re.compile(r"^\| `(PORTAL_\w+)` \| `(\w+)` \| (.*?) \| (.*?) \| (.*) \|$", re.MULTILINE)


def expected() -> list[tuple[str, str, str, str, str]]:
    rows = []
    for one in settable():
        kind = {"str": "text", "int": "number", "bool": "yes/no", "tuple": "list"}
        shown = "" if one.default in ("", ()) else f"`{shown_default(one.name, one.default)}`"
        rows.append(
            (
                environment_name(one.name),
                one.name,
                kind.get(type(one.default).__name__, "folder"),
                shown,
                str(one.metadata["help"]),
            )
        )
    return rows


def shown_default(name: str, default: object) -> str:
    if name == "instance":
        return "instance"
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_the_page_lists_every_setting_as_it_is() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert ROW.findall(page) == expected()
