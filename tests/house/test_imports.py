"""Who may import what, beyond the layers that import-linter watches."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.source import PORTAL, ROOT, imports_of, name_of, python_files

# Parts of a feature that speak with the screen; all others know nothing of the web.
WEB_SIDE = re.compile(
    r"(views|forms|cli|api|refusal_texts|texts|presenters|pages|mine|setup)(_\w+)?(\.py)?"
)
WEB = {"flask", "flask_wtf", "flask_login", "flask_babel", "flask_limiter", "wtforms", "werkzeug"}
FEATURES = ("jobs", "mail", "libraries", "catalogue", "search", "accounts", "cards")


def tops(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports_of(path)}


def declared() -> dict[str, set[str]]:
    """Names of the packages the project depends on: at run time, and for development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def names(requirements: list[str]) -> set[str]:
        return {plain(re.split(r"[=\[<>~; ]", one)[0]) for one in requirements}

    run = names(project["dependencies"])
    extra = project["optional-dependencies"]
    return {"run": run, **{kind: run | names(extra[kind]) for kind in ("dev", "bench")}}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    ("folders", "kind"), [(("portal",), "run"), (("tests", "tools"), "dev"), (("bench",), "bench")]
)
def test_every_package_imported_is_one_the_project_asks_for(
    folders: tuple[str, ...], kind: str
) -> None:
    known, owners = declared()[kind], packages_distributions()
    ours = {"portal", "tests", "tools", "bench"} | sys.stdlib_module_names
    strange = {
        f"{name_of(path)}: {top}"
        for path in python_files(*folders)
        for top in tops(path) - ours
        if not {plain(owner) for owner in owners.get(top, [top])} & known
    }
    assert strange == set()


def test_only_search_knows_its_engine() -> None:
    users = [p for p in python_files("portal") if "whoosh" in tops(p)]
    assert [name_of(p) for p in users if PORTAL / "search" not in p.parents] == []


def test_only_access_and_accounts_know_flask_login() -> None:
    users = [name_of(p) for p in python_files("portal") if "flask_login" in tops(p)]
    fenced = ("portal/accounts/", "portal/web/access.py")
    assert [name for name in users if not name.startswith(fenced)] == []


def test_services_models_and_rules_know_nothing_of_the_web() -> None:
    def is_web_side(path: Path) -> bool:
        return any(WEB_SIDE.fullmatch(part) for part in path.relative_to(PORTAL).parts[1:])

    mixed = {
        f"{name_of(path)}: {', '.join(sorted(found))}"
        for feature in FEATURES
        for path in python_files(f"portal/{feature}")
        if not is_web_side(path) and (found := tops(path) & WEB)
    }
    assert mixed == set()


def test_only_the_clock_reads_the_clock() -> None:
    readers = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time)\(")
    found = [
        name_of(path)
        for path in python_files("portal")
        if readers.search(path.read_text(encoding="utf-8")) and path.name != "clock.py"
    ]
    assert found == []
