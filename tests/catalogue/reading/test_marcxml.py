"""MARCXML: streamed, each record alone, no entities."""

import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.reading import BadRecord, Mapping, Reason
from portal.catalogue.reading.marc import read_marcxml
from portal.catalogue.reading.marcxml import split
from tests.catalogue.reading.files import both, drafts

HEAD = '<?xml version="1.0" encoding="UTF-8"?><collection xmlns="http://www.loc.gov/MARC21/slim">'


def _record(title: str, prefix: str = "") -> str:
    return (
        f"<{prefix}record><{prefix}leader>00000nam a2200000 a 4500</{prefix}leader>"
        f'<{prefix}controlfield tag="001">{title}</{prefix}controlfield>'
        f'<{prefix}datafield tag="245" ind1="1" ind2="0">'
        f'<{prefix}subfield code="a">{title}</{prefix}subfield></{prefix}datafield>'
        f"</{prefix}record>"
    )


def _file(*records: str) -> bytes:
    return (HEAD + "\n".join(records) + "</collection>").encode()


def test_records_come_with_their_own_bytes(tmp_path: Path) -> None:
    first, second = drafts(tmp_path, _file(_record("Số đỏ"), _record("Tắt đèn")))
    assert (first.title, second.title) == ("Số đỏ", "Tắt đèn")
    assert first.raw == _record("Số đỏ").encode()
    assert first.raw_format == "marcxml"


def test_prefixes_and_the_wrapping_of_oai(tmp_path: Path) -> None:
    wrapped = f"<record><header/><metadata>{_record('Số đỏ', 'marc:')}</metadata></record>"
    (draft,) = drafts(tmp_path, _file(wrapped))
    assert draft.title == "Số đỏ"


def test_a_malformed_record_is_one_bad_record(tmp_path: Path) -> None:
    broken = _record("hỏng").replace("</subfield>", "")
    good, bad = both(tmp_path, _file(_record("Số đỏ"), broken, _record("Tắt đèn")))
    assert [draft.title for draft in good] == ["Số đỏ", "Tắt đèn"]
    assert [(one.reason, one.place.number) for one in bad] == [(Reason.bad_xml, 2)]
    assert bad[0].raw == broken.encode()


def test_file_cut_in_the_middle(tmp_path: Path) -> None:
    good, bad = both(tmp_path, _file(_record("Số đỏ"), _record("Tắt đèn"))[:-60])
    assert [draft.title for draft in good] == ["Số đỏ"]
    assert [one.reason for one in bad] == [Reason.truncated]


def test_entities_are_refused_and_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "bi-mat.txt"
    secret.write_text("không được đọc", encoding="utf-8")
    hostile = (
        f'<?xml version="1.0"?><!DOCTYPE c [<!ENTITY x SYSTEM "file://{secret}">'
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><collection>'
        f"{_record('&x;')}{_record('&b;')}{_record('Số đỏ')}</collection>"
    )
    good, bad = both(tmp_path, hostile.encode())
    assert [draft.title for draft in good] == ["Số đỏ"]
    assert {one.reason for one in bad} == {Reason.entities}


def test_a_record_in_a_comment_is_none(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, _file(f"<!-- {_record('cũ')} -->", _record("Số đỏ")))
    assert draft.title == "Số đỏ"


def test_utf16(tmp_path: Path) -> None:
    content = _file(_record("Tắt đèn")).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    (draft,) = drafts(tmp_path, content)
    assert draft.title == "Tắt đèn"


def test_declared_single_byte_encoding(tmp_path: Path) -> None:
    content = _file(_record("Déjà vu")).decode().replace("UTF-8", "iso-8859-1").encode("latin-1")
    (draft,) = drafts(tmp_path, content)
    assert draft.title == "Déjà vu"


def test_pieces_do_not_depend_on_where_the_stream_is_cut() -> None:
    content = _file(*(_record(f"Tập {number} " + "x" * 997) for number in range(600)))
    assert len(content) > 2 * 256 * 1024
    pieces = list(split(io.BytesIO(content)))
    assert len(pieces) == 600
    assert all(content[p.offset : p.offset + len(p.raw)] == p.raw for p in pieces)


@given(st.lists(st.sampled_from(
    ["<record>", "</record>", "<!--", "-->", "<![CDATA[", "]]>", "<datafield", " tag='245'>", "&x;",
     "<!DOCTYPE", _record("Số đỏ"), "\x00", "é", "<marc:record "]
), max_size=30))  # fmt: skip
def test_any_sequence_of_marks_is_read(parts: list[str]) -> None:
    list(read_marcxml(io.BytesIO("".join(parts).encode()), "tep.xml", Mapping()))


@given(st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_damage_to_one_record_leaves_the_next(at: int, damage: bytes) -> None:
    victim = bytearray(_record("nạn nhân").encode())
    at %= len(victim)
    victim[at : at + len(damage)] = damage.replace(b"<", b"x")
    content = HEAD.encode() + victim + _record("Số đỏ").encode() + b"</collection>"
    found = list(read_marcxml(io.BytesIO(content), "tep.xml", Mapping()))
    titles = [one.title for one in found if not isinstance(one, BadRecord)]
    assert "Số đỏ" in titles
