"""What a MARC record says, field by field."""

from pathlib import Path

import pytest

from portal.catalogue.kinds import AgentKind, CopyStatus, Material, Role, SubjectKind
from portal.catalogue.reading import DoubtKind, DraftAgent, DraftSubject, Mapping
from portal.catalogue.reading.mapping import parse_mapping
from tests.catalogue.reading.files import drafts, marc, one

TITLE = ("245", "10$aĐảo giấu vàng :$btiểu thuyết /$cRobert Louis Stevenson ; Nguỵ Thuyên dịch.")


def _coded(language: str = "vie", audience: str = " ", form: str = " ", year: str = "2023") -> str:
    return f"240101s{year}    vm ".ljust(22) + audience + form + " " * 11 + f"{language} d"


def test_title_statement_loses_its_punctuation(tmp_path: Path) -> None:
    draft = one(tmp_path, TITLE)
    assert (draft.title, draft.subtitle) == ("Đảo giấu vàng", "tiểu thuyết")
    assert draft.responsibility == "Robert Louis Stevenson ; Nguỵ Thuyên dịch"


@pytest.mark.parametrize(
    ("content", "volume", "part"),
    [
        ("10$aLịch sử Việt Nam.$nT.2,$pThời Lý Trần", "T.2", "Thời Lý Trần"),
        ("10$aLịch sử Việt Nam.$n2", "Tập 2", None),
        ("10$aLịch sử Việt Nam. Tập 2", "Tập 2", None),
        ("10$aLịch sử Việt Nam :$btập 3", "tập 3", None),
        ("10$aLịch sử Việt Nam. Tập II: Thời Lý Trần", "Tập 2", "Thời Lý Trần"),
    ],
)
def test_volume(tmp_path: Path, content: str, volume: str, part: str | None) -> None:
    draft = one(tmp_path, ("245", content))
    assert (draft.title, draft.volume, draft.part_title) == ("Lịch sử Việt Nam", volume, part)


def test_whole_entry_typed_into_the_title(tmp_path: Path) -> None:
    draft = one(tmp_path, ("245", "00$aĐất rừng phương Nam : Truyện / Đoàn Giỏi"))
    assert (draft.title, draft.subtitle) == ("Đất rừng phương Nam", "Truyện")
    assert [agent.name for agent in draft.agents] == ["Đoàn Giỏi"]


def test_title_in_capitals_stays(tmp_path: Path) -> None:
    assert one(tmp_path, ("245", "10$aTRUYỆN KIỀU")).title == "TRUYỆN KIỀU"


def test_agents_of_headings_take_missing_roles_from_the_statement(tmp_path: Path) -> None:
    draft = one(
        tmp_path, TITLE, ("100", "1 $aStevenson, Robert Louis,$d1850-1894"),
        ("700", "1 $aNguỵ, Thuyên"),
    )  # fmt: skip
    assert draft.agents == (
        DraftAgent("Robert Louis Stevenson", Role.author),
        DraftAgent("Nguỵ Thuyên", Role.translator),
    )


@pytest.mark.parametrize("name", ["Nguyễn, Minh Châu", "Châu, Nguyễn Minh", "Nguyễn Minh Châu."])
def test_three_forms_of_one_name(tmp_path: Path, name: str) -> None:
    draft = one(tmp_path, ("100", f"1 $a{name}"), ("245", "10$aX"))
    assert [agent.name for agent in draft.agents] == ["Nguyễn Minh Châu"]


def test_whole_statement_in_the_heading(tmp_path: Path) -> None:
    draft = one(tmp_path, ("100", "1 $aNguyễn A (ch.b.), Trần B; Lê C dịch"), ("245", "10$aX"))
    assert draft.agents == (
        DraftAgent("Nguyễn A", Role.editor),
        DraftAgent("Trần B", Role.author),
        DraftAgent("Lê C", Role.translator),
    )


def test_relator_codes_and_terms(tmp_path: Path) -> None:
    draft = one(
        tmp_path, ("100", "1 $aTô Hoài"), ("700", "1 $aTạ Huy Long$4ill"),
        ("700", "1 $aLê Văn Bảy$edịch"), ("245", "10$aX"),
    )  # fmt: skip
    assert [agent.role for agent in draft.agents] == [
        Role.author, Role.illustrator, Role.translator,
    ]  # fmt: skip


def test_bodies(tmp_path: Path) -> None:
    draft = one(tmp_path, ("110", "2 $aViện Văn học.$bPhòng Lý luận"), ("245", "10$aX"))
    assert draft.agents == (
        DraftAgent("Viện Văn học. Phòng Lý luận", Role.author, AgentKind.corporate),
    )


def test_a_contained_work_names_no_maker_of_this_book(tmp_path: Path) -> None:
    draft = one(tmp_path, ("245", "10$aX"), ("700", "12$aNam Cao$tChí Phèo"))
    assert draft.agents == ()


@pytest.mark.parametrize(
    ("content", "place", "publisher", "year"),
    [
        ("  $aH. :$bVăn học,$c2023", "Hà Nội", "Văn học", 2023),
        ("  $cc1998.", None, None, 1998),
        ("  $a[S.l.] :$b[s.n.],$c[2003?]", None, None, 2003),
        ("  $aParis :$bGallimard,$ccop. 2010", "Paris", "Gallimard", 2010),
        ("  $aHuế :$bNxb. Thuận Hoá,$c19--", "Huế", "Thuận Hoá", None),
    ],
)
def test_publication(
    tmp_path: Path, content: str, place: str | None, publisher: str | None, year: int | None
) -> None:
    draft = one(tmp_path, ("245", "10$aX"), ("260", content))
    assert (draft.place, draft.publisher, draft.year) == (place, publisher, year)


def test_of_several_264_the_publishers_counts(tmp_path: Path) -> None:
    draft = one(
        tmp_path, ("245", "10$aX"), ("264", " 4$c©2001"), ("264", " 1$aHà Nội :$bTrẻ,$c2002"),
    )  # fmt: skip
    assert (draft.publisher, draft.year) == ("Trẻ", 2002)


def test_edition_number(tmp_path: Path) -> None:
    draft = one(tmp_path, ("245", "10$aX"), ("250", "  $aTái bản lần thứ 2, có bổ sung"))
    assert (draft.edition, draft.edition_number) == ("Tái bản lần thứ 2, có bổ sung", 2)


def test_isbn_is_checked_and_row_numbers_are_refused(tmp_path: Path) -> None:
    draft = one(
        tmp_path, ("245", "10$aX"), ("020", "  $a0-306-40615-2 (bìa cứng)"), ("020", "  $a25"),
        ("020", "  $a9780306406158"),
    )  # fmt: skip
    assert draft.isbns == ("9780306406157",)
    refused = [doubt.text for doubt in draft.doubts if doubt.kind is DoubtKind.isbn]
    assert refused == ["25", "9780306406158"]


@pytest.mark.parametrize("code", ["und", "|||", "   ", "zz1"])
def test_language_is_guessed_and_marked_where_none_is_said(tmp_path: Path, code: str) -> None:
    draft = one(tmp_path, ("008", _coded(code)), ("245", "10$aTruyện cổ tích Việt Nam"))
    assert (draft.language, draft.language_guessed) == ("vie", True)


def test_declared_language_is_no_guess(tmp_path: Path) -> None:
    draft = one(tmp_path, ("008", _coded("fre")), ("245", "10$aTruyện cổ tích Việt Nam"))
    assert (draft.language, draft.language_guessed) == ("fre", False)


@pytest.mark.parametrize(
    ("text", "number"),
    [("895.9223", "895.9223"), ("813/.54 22", "813.54"), ("895,922", "895.922"), ("[E]", None)],
)
def test_classification(tmp_path: Path, text: str, number: str | None) -> None:
    assert one(tmp_path, ("245", "10$aX"), ("082", f"04$a{text}")).ddc == number


def test_subjects_and_keywords(tmp_path: Path) -> None:
    draft = one(
        tmp_path, ("245", "10$aX"), ("650", " 4$aVăn học$zViệt Nam$yThế kỷ 20."),
        ("600", "14$aHồ, Xuân Hương"), ("651", " 4$aHà Nội"), ("653", "  $athơ$anữ"),
    )  # fmt: skip
    assert draft.subjects == (
        DraftSubject("Hồ Xuân Hương", SubjectKind.person),
        DraftSubject("Văn học -- Việt Nam -- Thế kỷ 20", SubjectKind.topic),
        DraftSubject("Hà Nội", SubjectKind.place),
        DraftSubject("thơ", SubjectKind.keyword),
        DraftSubject("nữ", SubjectKind.keyword),
    )


def test_vernacular_twin_is_another_title(tmp_path: Path) -> None:
    draft = one(
        tmp_path, ("245", "10$6880-01$aVoĭna i mir"), ("880", "10$6245-01/(N$aВойна и мир"),
        ("880", "  $aне связано"),
    )  # fmt: skip
    assert draft.other_titles == ("Война и мир",)


def test_original_title(tmp_path: Path) -> None:
    draft = one(tmp_path, ("240", "10$aTreasure island.$lVietnamese"), TITLE)
    assert draft.original_title == "Treasure island"


@pytest.mark.parametrize(
    ("leader", "fields", "material"),
    [
        ("nam a", [], Material.book),
        ("nas a", [], Material.serial),
        ("nem a", [], Material.map),
        ("njm a", [], Material.sound),
        ("ngm a", [], Material.video),
        ("ncm a", [], Material.score),
        ("nam a", [("008", _coded(form="o"))], Material.ebook),
        ("nam a", [("008", _coded(form="f"))], Material.braille),
        ("nam a", [("655", " 7$aTruyện tranh")], Material.comic),
    ],
)
def test_material(
    tmp_path: Path, leader: str, fields: list[tuple[str, str]], material: Material
) -> None:
    (draft,) = drafts(tmp_path, marc(*fields, ("245", "10$aX"), leader=leader))
    assert draft.material is material


def test_children(tmp_path: Path) -> None:
    assert one(tmp_path, ("008", _coded(audience="j")), ("245", "10$aX")).for_children
    assert not one(tmp_path, ("008", _coded(audience="e")), ("245", "10$aX")).for_children


def test_koha_copies(tmp_path: Path) -> None:
    draft = one(
        tmp_path, ("245", "10$aX"),
        ("952", "  $aCN1$bCN2$cKM$o895.9 T450H$pHN.0001$70$10$d2024-03-01$hTập 1"),
        ("952", "  $aCN1$cKD$pHN.0002$71"),
        ("952", "  $aCN1$pHN.0003$11"),
        ("952", "  $aCN1$pHN.0004$q2026-01-15"),
    )  # fmt: skip
    first, second, third, fourth = draft.copies
    assert (first.barcode, first.branch, first.holding_branch) == ("HN.0001", "CN1", "CN2")
    assert (first.room, first.call_number, first.volume) == ("KM", "895.9 T450H", "Tập 1")
    assert (first.lendable, second.lendable, third.lendable) == (True, False, None)
    assert third.status is CopyStatus.lost
    assert fourth.status is CopyStatus.on_loan
    assert str(fourth.due_on) == "2026-01-15"


def test_marc_852_copies(tmp_path: Path) -> None:
    draft = one(
        tmp_path, ("245", "10$aX"), ("852", "  $aTV$bCN1$cKM$h895.9$iT450$p0001$p0002"),
        ("852", "  $bCN2$hVV.123"),
    )  # fmt: skip
    assert [copy.barcode for copy in draft.copies] == ["0001", "0002", None]
    assert draft.copies[0].call_number == "895.9 T450"
    assert draft.copies[2].branch == "CN2"


def test_a_mapping_reads_another_systems_copies(tmp_path: Path) -> None:
    mapping = parse_mapping({
        "copies": {"tag": "949", "barcode": "i", "branch": "l", "room": "k", "call_number": ["a"],
                   "status": "s"},
        "branches": {"01": "HN-BT"},
        "rooms": {"Kho mượn": "KM"},
        "statuses": {"9": "lost", "R": "on_site"},
    })  # fmt: skip
    draft = one(
        tmp_path, ("245", "10$aX"), ("949", "  $i111$l01$kkho mượn$aVN 5$s9"),
        ("949", "  $i112$l02$sR"), mapping=mapping,
    )  # fmt: skip
    lost, on_site = draft.copies
    assert (lost.branch, lost.room, lost.status) == ("HN-BT", "KM", CopyStatus.lost)
    assert (on_site.branch, on_site.status, on_site.lendable) == ("02", CopyStatus.available, False)


def test_a_record_without_a_number_is_known_by_its_first_barcode(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, marc(("245", "10$aX"), ("952", "  $pHN.7")), mapping=Mapping())
    assert draft.source_number == "b:HN.7"
