"""The import contracts of ``pyproject.toml`` hold."""

import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT


def test_imports_go_down() -> None:
    # A process of its own: import-linter silences every logger that exists.
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
