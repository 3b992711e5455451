"""What the leader says of the encoding is a hint; the bytes are the evidence."""

import unicodedata
from pathlib import Path

import pytest

from portal.catalogue.reading import DoubtKind, Draft
from tests.catalogue.reading.files import book, drafts, marc, mislabelled, raw_marc

TCVN3_TITLE = "Céng hßa X· héi chñ nghÜa ViÖt Nam".encode("latin-1")
VNI_TITLE = "Coäng hoøa Xaõ hoäi chuû nghóa Vieät Nam".encode("latin-1")
MEANT = "Cộng hòa Xã hội chủ nghĩa Việt Nam"


def _encoding_doubts(draft: Draft) -> list[str]:
    return [doubt.field for doubt in draft.doubts if doubt.kind is DoubtKind.encoding]


def _titled(title: bytes, leader_9: bytes = b" ") -> bytes:
    return raw_marc(("001", b"1"), ("245", b"10\x1fa" + title), leader_9=leader_9)


def test_utf8_mislabelled_as_marc8(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, mislabelled(book("1", "Đất rừng phương Nam")))
    assert draft.title == "Đất rừng phương Nam"
    assert draft.encoding == "utf-8"


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, book("1", unicodedata.normalize("NFD", "Tuổi thơ dữ dội")))
    assert draft.title == "Tuổi thơ dữ dội"


@pytest.mark.parametrize("leader_9", [b" ", b"a"])
@pytest.mark.parametrize(("title", "name"), [(TCVN3_TITLE, "tcvn3"), (VNI_TITLE, "vni")])
def test_old_fonts_are_read_whatever_the_leader_says(
    tmp_path: Path, title: bytes, name: str, leader_9: bytes
) -> None:
    (draft,) = drafts(tmp_path, _titled(title, leader_9))
    assert draft.title == MEANT
    assert draft.encoding == name
    assert _encoding_doubts(draft) == []


def test_old_font_stored_as_unicode(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, book("1", TCVN3_TITLE.decode("latin-1")))
    assert draft.title == MEANT


def test_only_the_field_in_an_old_font_is_converted(tmp_path: Path) -> None:
    raw = raw_marc(
        ("001", b"1"),
        ("245", b"10\x1fa" + TCVN3_TITLE),
        ("260", "  \x1faHà Nội :\x1fbNhà xuất bản Trẻ".encode()),
    )
    (draft,) = drafts(tmp_path, raw)
    assert (draft.title, draft.place, draft.publisher) == (MEANT, "Hà Nội", "Trẻ")
    assert draft.encoding == "mixed"


def test_marc8_diacritics_stand_before_their_letter(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, _titled(b"D\xe2ej\xe1a vu, le\xf0con"))
    assert draft.title == "Déjà vu, leçon"
    assert draft.encoding == "marc-8"


def test_marc8_vietnamese(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, _titled(b"Ng\xbd\xe1\xbci Vi\xf2\xe3et"), encoding="marc-8")
    assert draft.title == "Người Việt"


def test_marc8_other_scripts_by_escape(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, _titled(b"\x1b(NmOSKWA\x1b(B"))
    assert draft.title == "Москва"


def test_numeric_references_in_marc8(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, _titled(b"Qu\xe1an &#x1EA1;"))
    assert draft.title == "Quàn ạ"


def test_what_cannot_be_explained_is_kept_and_queued(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, _titled(b"Abc \xff\xfe\xa0 def"))
    assert draft.title.startswith("Abc")
    assert _encoding_doubts(draft) == ["245$a"]
    assert b"\xff\xfe\xa0" in draft.raw


def test_french_is_not_taken_for_an_old_font(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, book("1", "Le château des Carpathes à l'été"))
    assert draft.title == "Le château des Carpathes à l'été"
    assert _encoding_doubts(draft) == []


def test_twice_encoded_text_is_undone(tmp_path: Path) -> None:
    broken = "Nguyễn Văn Bảy".encode().decode("cp1252")
    (draft,) = drafts(tmp_path, marc(("001", "1"), ("245", f"10$aX$c{broken}")))
    assert draft.responsibility == "Nguyễn Văn Bảy"


def test_an_encoding_that_was_told_is_used(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, _titled("Hång".encode("latin-1")), encoding="tcvn3")
    assert draft.title == "Hồng"
