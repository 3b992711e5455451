"""The template is itself a file that the import understands."""

from pathlib import Path

import pytest

from portal.catalogue.reading import Draft, Mapping, open_file, reread
from portal.catalogue.reading.template import write_template


@pytest.mark.parametrize("name", ["mau.csv", "mau.xlsx"])
def test_template_is_read_back(tmp_path: Path, name: str) -> None:
    write_template(tmp_path / name)
    with open_file(tmp_path / name) as opened:
        (draft,) = opened.records
        assert opened.unknown_columns == ()
    assert isinstance(draft, Draft)
    assert [copy.barcode for copy in draft.copies] == ["VV.000001", "VV.000002"]
    assert [copy.lendable for copy in draft.copies] == [True, False]
    assert [(agent.name, agent.role.value) for agent in draft.agents] == [
        ("Nguyễn Văn A", "author"),
        ("Trần B", "translator"),
    ]
    assert not draft.doubts


@pytest.mark.parametrize("name", ["mau.csv", "mau.xlsx"])
def test_a_record_can_be_read_again_from_the_bytes_kept(tmp_path: Path, name: str) -> None:
    write_template(tmp_path / name)
    with open_file(tmp_path / name) as opened:
        (draft,) = opened.records
    assert isinstance(draft, Draft)
    assert reread(draft.raw, draft.raw_format, draft.encoding, Mapping()) == draft
