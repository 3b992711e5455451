"""What was posted is read in one way, which leaves out what no database keeps."""

import re

from tests.house.source import ROOT

RAW = re.compile(r"request\.(?:form|values)(?:\.get|\[)")


def test_nothing_posted_is_read_raw() -> None:
    files = [path for path in (ROOT / "portal").rglob("*.py") if path.name != "posted.py"]
    assert len(files) > 300
    assert [str(one) for one in files if RAW.search(one.read_text(encoding="utf-8"))] == []
