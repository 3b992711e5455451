"""Imports: good lines in, bad lines named, the same file twice changes nothing."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.libraries.kinds import LibraryKind
from portal.libraries.models import Closure, Library, LibraryPeriod, OpeningHours, Room
from portal.libraries.network import read_network
from tests.libraries.networks import DEMO, take, take_closures


def counts(session: Session, text: str) -> tuple[int, int, int, int]:
    report = take(session, text)
    return report.added, report.changed, report.unchanged, report.refused


def test_a_file_and_the_same_file_again(session: Session) -> None:
    assert (take(session).added, len(session.dirty)) == (3, 0)
    again = take(session)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    branch = read_network(session).by_code["KV-TAYHO"]
    assert [room.code for room in branch.rooms] == ["KM", "KK"]
    assert branch.former_names[0].until == date(2025, 7, 1)
    assert sorted(branch.weekly) == [1, 2]


@pytest.mark.both_databases
def test_the_demo_network_imports_without_a_word(session: Session) -> None:
    for _ in range(2):
        report = take(session, (DEMO / "libraries.csv").read_text(encoding="utf-8"))
        closures = take_closures(session, (DEMO / "closures.csv").read_text(encoding="utf-8"))
        assert (report.problems, closures.problems) == ((), ())
    assert (report.added, report.changed, closures.added) == (0, 0, 0)
    kinds = [branch.kind for branch in read_network(session).branches]
    assert kinds.count(LibraryKind.CITY) == 2
    assert kinds.count(LibraryKind.REGIONAL) == 29


def test_bad_lines_stay_out_and_good_ones_go_in(session: Session) -> None:
    text = "mã,loại,tên\nA1,tủ sách,Tủ 1\nA 2,tủ sách,Tủ 2\nA3,lâu đài,Tủ 3\nA4,tủ sách,Tủ 4\n"
    report = take(session, text)
    assert (report.added, report.refused) == (2, 2)
    assert [(p.line, p.why) for p in report.problems] == [(3, "bad_code"), (4, "bad_kind")]


def test_a_missing_column_leaves_and_an_empty_cell_empties(session: Session) -> None:
    take(session, "code,kind,name,phone,hours\nA1,tủ sách,Tủ,024,T2 8-9\n")
    assert counts(session, "code,kind,name\nA1,tủ sách,Tủ\n") == (0, 0, 1, 0)
    assert counts(session, "code,kind,name,phone,hours\nA1,tủ sách,Tủ,,\n") == (0, 1, 0, 0)
    assert session.scalar(sa.select(Library.phone)) == ""
    assert session.scalar(sa.select(sa.func.count(OpeningHours.id))) == 0


def test_rooms_are_changed_and_added_but_never_taken_away(session: Session) -> None:
    take(session, "code,kind,name,rooms\nA1,tủ sách,Tủ,KM:Kho mở:mở:mượn; KK:Kho kín:kín:mượn\n")
    ids = {room.code: room.id for room in session.scalars(sa.select(Room))}
    take(session, "code,kind,name,rooms\nA1,tủ sách,Tủ,KM:Kho chung:mở:tại chỗ; TN:Bé:mở:mượn\n")
    rooms = {room.code: room for room in session.scalars(sa.select(Room))}
    assert set(rooms) == {"KM", "KK", "TN"}
    assert (rooms["KM"].id, rooms["KM"].name) == (ids["KM"], "Kho chung")


def test_new_hours_replace_the_old_and_leave_those_of_rooms(session: Session) -> None:
    take(session, "code,kind,name,rooms,hours\nA1,tủ sách,Tủ,KM:Kho:mở:mượn,T2 8-12\n")
    room = session.scalars(sa.select(Room)).one()
    session.add(
        OpeningHours(library_id=room.library_id, room_id=room.id, weekday=0, opens=540, closes=600)
    )
    session.flush()
    session.expire_all()
    take(session, "code,kind,name,hours\nA1,tủ sách,Tủ,T2 8-11; T3 8-9\n")
    branch = read_network(session).by_code["A1"]
    assert [(day, spans[0].closes) for day, spans in branch.weekly.items()] == [(0, 660), (1, 540)]
    assert branch.rooms[0].weekly[0][0].opens == 540


def test_former_names_are_replaced_with_their_parent(session: Session) -> None:
    take(session)
    take(session, "code,kind,name,former_names\nTS-1,tủ sách,Tủ,Tủ cũ (đến 2020 thuộc HN-BT)\n")
    period = session.scalars(sa.select(LibraryPeriod).where(LibraryPeriod.name == "Tủ cũ")).one()
    assert period.until == date(2021, 1, 1)
    assert period.parent_id == read_network(session).by_code["HN-BT"].id


def test_an_unknown_column_is_named(session: Session) -> None:
    report = take(session, "code,kind,name,màu sơn\nA1,tủ sách,Tủ,xanh\n")
    assert (report.unknown_headings, report.added) == (("màu sơn",), 1)


def test_closures_with_replacement_hours_and_their_faults(session: Session) -> None:
    take(session)
    text = (
        "mã thư viện,từ ngày,đến ngày,lý do,giờ thay thế\n"
        ",05/02/2027,10/02/2027,Tết,\n"
        'HN-BT,31/12/2026,,Họp,"8-10, 13-15"\n'
        "KHONG,01/01/2027,,Nghỉ,\n"
        ",10/02/2027,05/02/2027,Ngược,\n"
        ",,,Không ngày,\n"
        ",01/01/2027,,Nghỉ,sáng\n"
    )
    report = take_closures(session, text)
    assert report.added == 2
    assert [(p.line, p.why) for p in report.problems] == [
        (4, "unknown_library"),
        (5, "last_before_first"),
        (6, "cell_empty"),
        (7, "hours_no_times"),
    ]
    assert session.scalar(sa.select(sa.func.count(Closure.id))) == 3
    assert take_closures(session, text).added == 0
