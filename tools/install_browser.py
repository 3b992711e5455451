"""Find a browser for the journeys, or get one: installed, then Playwright's, then Debian's.

Prints the program's path. Fails, and says why, when none can be had.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

VARIABLE = "PORTAL_TEST_BROWSER"
INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """A Chromium that is there already, or Playwright's own if it was fetched before."""
    named = os.environ.get(VARIABLE)
    if named:
        return named if shutil.which(named) else None
    for name in INSTALLED:
        if path := shutil.which(name):
            return path
    return playwrights()


def playwrights() -> str | None:
    """The browser Playwright would start, if it is on disk."""
    from playwright.sync_api import sync_playwright  # only where journeys run

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def fetched() -> str | None:
    """Ask Playwright for its Chromium, then Debian for its own."""
    if succeeds(sys.executable, "-m", "playwright", "install", "chromium"):
        found = playwrights()
        if found and succeeds(found, "--version"):  # its system libraries may be missing
            return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        succeeds("apt-get", "update", "-qq")
        if succeeds("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"):
            return shutil.which("chromium")
    return None


def succeeds(*command: str) -> bool:
    # The browser's download talks on standard output, which here carries only the path.
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0


def main() -> int:
    path = installed() or fetched()
    if path is None:
        print(
            "Các bài kiểm thử bằng trình duyệt cần Chromium, nhưng không tìm thấy và không tải"
            " được.\nCài bằng: sudo apt install chromium",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
