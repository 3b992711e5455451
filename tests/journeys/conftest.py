"""A real browser on a portal that is really served, with the demo in it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.ports import free_port
from tests.waiting import until
from tools.install_browser import installed

PHONE = {"width": 375, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 10_000  # milliseconds for a page or for something on it

MakePage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the served portal; its letters land in `mail/`."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def site(instance: Path) -> Iterator[str]:
    """Address of a served portal with the demo loaded and indexed; one for all journeys."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
        "PORTAL_INSTANCE": str(instance),
        "PORTAL_CRAWL_BUDGET": "100000 per minute",
        "PORTAL_API_BUDGET": "100000 per minute",
        "PORTAL_SIGN_IN_BUDGET": "100000 per minute",
        "PORTAL_REGISTRATIONS_PER_HOUR": "100000",
        "PORTAL_WORKERS": "1",
        "PORT": str(port),
    }
    portal = [sys.executable, "-m", "portal"]
    subprocess.run([*portal, "setup"], env=environment, check=True)
    with subprocess.Popen([*portal, "serve"], env=environment) as server:
        try:
            until(lambda: answers(port))
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium that ``tools/install_browser.py`` finds; ``make test`` gets one first.

    Closed after each file: while Playwright runs, its event loop keeps the thread from running
    commands, and other tests share the process.
    """
    path = installed()
    if path is None:
        pytest.fail("no Chromium: run `make test`, or apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def make_page(browser: Browser, site: str) -> Iterator[MakePage]:
    """Open a page as somebody: ``make_page(PHONE, java_script=False, language="en")``.

    The page fails its test when it throws, breaks its own policy, or asks another site.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def make(
        size: dict[str, int] = DESKTOP, java_script: bool = True, language: str = "vi"
    ) -> Page:
        context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]  # a plain dict of the two
            java_script_enabled=java_script,
            locale=language,
            base_url=site,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch(page, site, faults)
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


def watch(page: Page, site: str, faults: list[str]) -> None:
    page.on("pageerror", lambda error: faults.append(f"threw: {error}"))
    page.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
    )
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((site, "data:")) else faults.append(request.url)
        ),
    )


@pytest.fixture
def page(make_page: MakePage) -> Page:
    """A desktop page in Vietnamese."""
    return make_page()


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe finds wrong with the page, in words; an empty list is what to ask for."""

    def judge(page: Page) -> list[str]:
        answer = Axe().run(page, options={"resultTypes": ["violations"]}).response
        violations: list[dict[str, Any]] = answer["violations"]
        return [f"{one['id']}: {one['help']}: {one['nodes'][0]['target']}" for one in violations]

    return judge
