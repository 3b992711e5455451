"""The snapshot: whole, cheap, and never stale once a change is committed."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.libraries.finding import find_branches
from portal.libraries.kinds import LibraryKind, RoomUse, Stacks
from portal.libraries.models import Library, OpeningHours, Room
from portal.libraries.network import network, read_network
from portal.libraries.versions import touch
from tests.libraries.networks import DEMO, take


def queries(engine: sa.Engine, session: Session) -> int:
    seen: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *args: seen.append(str(args[2])))
    network(session)
    return sum(statement.startswith("SELECT") for statement in seen)


def test_a_constant_number_of_queries_then_one(engine: sa.Engine, session: Session) -> None:
    take(session, (DEMO / "libraries.csv").read_text(encoding="utf-8"))
    session.commit()
    assert queries(engine, session) == 6
    assert queries(engine, session) == 1


@pytest.mark.both_databases
def test_another_session_sees_a_committed_change(engine: sa.Engine, session: Session) -> None:
    take(session)
    session.commit()
    assert network(session).by_code["TS-1"].name == "Tủ sách thôn"
    with Session(engine) as other:
        other.scalars(sa.select(Library).where(Library.code == "TS-1")).one().name = "Tủ mới"
        other.commit()
    session.rollback()
    assert network(session).by_code["TS-1"].name == "Tủ mới"


def test_a_change_rolled_back_leaves_no_trace(session: Session) -> None:
    take(session)
    session.commit()
    session.add(Library(code="X", kind=LibraryKind.PRIVATE, name="X"))
    session.flush()
    assert "X" in network(session).by_code
    session.rollback()
    assert "X" not in network(session).by_code


def test_changes_past_the_orm_are_announced_by_touch(session: Session) -> None:
    take(session)
    network(session)
    session.execute(sa.update(Library).values(phone="024"))
    touch(session)
    assert {branch.phone for branch in network(session).branches} == {"024"}


def test_order_is_by_kind_and_then_vietnamese(session: Session) -> None:
    rows = "code,kind,name\nC,tủ sách,Đông\nB,tủ sách,Dương\nA,thành phố,Z\nD,tủ sách,Ánh\n"
    take(session, rows)
    assert [branch.code for branch in read_network(session).branches] == ["A", "D", "B", "C"]


def test_relations(session: Session) -> None:
    take(session)
    net = read_network(session)
    region = net.find("kv-tayho")
    assert region is not None
    assert net.parent(region) == net.by_code["HN-BT"]
    assert [child.code for child in net.children(region)] == ["TS-1"]
    assert net.rooms[region.rooms[1].id].stacks is Stacks.CLOSED
    assert net.find("không có") is net.find(None) is None


@pytest.mark.both_databases
def test_the_database_refuses_what_cannot_be(session: Session) -> None:
    take(session)
    ids = {branch.code: branch for branch in read_network(session).branches}
    room = ids["KV-TAYHO"].rooms[0]
    session.commit()
    impossible = [
        Library(code="HN-BT", kind=LibraryKind.CITY, name="Hai lần"),
        Library(code="L1", kind=LibraryKind.CITY, name="Nửa tọa độ", latitude=21.0),
        Room(
            library_id=ids["KV-TAYHO"].id,
            code="KM",
            name="Hai lần",
            stacks=Stacks.OPEN,
            use=RoomUse.ON_SITE,
        ),
        OpeningHours(library_id=ids["TS-1"].id, weekday=7, opens=1, closes=2),
        OpeningHours(library_id=ids["TS-1"].id, weekday=0, opens=2, closes=1),
        OpeningHours(library_id=ids["TS-1"].id, room_id=room.id, weekday=0, opens=1, closes=2),
        OpeningHours(library_id=ids["KV-TAYHO"].id, weekday=1, opens=480, closes=481),
    ]
    for row in impossible:
        session.add(row)
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tây hồ", "KV-TAYHO"),
        ("quan tay ho cu", "KV-TAYHO"),
        ("phường Tây Hồ", "KV-TAYHO"),
        ("Thụy Khuê", "KV-TAYHO"),
        ("phường Bách Khoa", "KV-HAIBATRUNG"),
        ("bach khoa, hai ba trung", "KV-HAIBATRUNG"),
        ("ngoc ha", "KV-BADINH"),
        ("Cửa Nam", "HN-BT"),
        ("mĩ đức", "KV-MYDUC"),
        ("huyen soc son", "KV-SOCSON"),
        ("thư viện thành phố", "HN-BT"),
        ("ba trieu", "HN-BT"),
        ("xe sách", "HN-XE"),
        ("hn-xe", "HN-XE"),
    ],
)
def test_readers_find_a_library_by_what_they_call_it(
    session: Session, text: str, first: str
) -> None:
    take(session, (DEMO / "libraries.csv").read_text(encoding="utf-8"))
    found = find_branches(network(session), text)
    assert found.branches[0].code == first


def test_a_district_without_a_library_is_still_understood(session: Session) -> None:
    take(session, (DEMO / "libraries.csv").read_text(encoding="utf-8"))
    found = find_branches(network(session), "nam từ liêm")
    assert found.branches == ()
    assert [place.said for place in found.places] == ["quận Nam Từ Liêm"]


@pytest.mark.parametrize("text", ["***", "?", "😀", "a" * 100_000, "\x00", "' OR 1=1 --"])
def test_nonsense_finds_nothing(session: Session, text: str) -> None:
    take(session)
    assert find_branches(network(session), text).branches == ()
