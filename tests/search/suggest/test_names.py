"""The registers beside the index: what a build writes, what an update adds, what a worker reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.catalogue.kinds import AgentKind, CopyStatus, Role
from portal.catalogue.models import Agent, Record, RecordAgent, Work
from portal.catalogue.union.keys import series_key
from portal.clock import now
from portal.libraries.models import Library
from portal.search.generations import read_pointer
from portal.search.maintenance import build_index, update_index
from portal.search.names import BUILT, LiveNames
from portal.search.suggestions import MOST, Suggestion, suggestions
from tests import make

Ask = Callable[..., list[Suggestion]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def ask(session: Session, home: Path) -> Ask:
    """Ask as a worker does, after the index was brought up to date."""
    live = LiveNames(home)

    def asked(text: str, **limits: str) -> list[Suggestion]:
        session.commit()
        update_index(session, home)
        names = live.current()
        assert names is not None
        return suggestions(session, names, text, **limits)

    return asked


def told(found: list[Suggestion]) -> list[tuple[str, str, int]]:
    return [(one.kind, one.text, one.held) for one in found]


def in_series(session: Session, title: str, series: str) -> Record:
    return make.record(session, title, series=series, series_key=series_key(series))


@pytest.mark.both_databases
def test_every_kind_is_found_with_what_is_held_of_it(session: Session, ask: Ask) -> None:
    here, there = make.library(session), make.library(session)
    first = make.record(
        session, "Mắt biếc", authors=["Nguyễn Nhật Ánh"], subjects=["Văn học Việt Nam"]
    )
    second = make.record(
        session, "Mắt biếc", authors=["Nguyễn Nhật Ánh"], work=session.get(Work, first.work_id)
    )
    make.record(session, "Kính vạn hoa", authors=["Nguyễn Nhật Ánh"])
    in_series(session, "Mèo con", "Tủ sách Mầm non")
    for library in (here, here, there):
        make.copy(session, second, library)
    make.copy(session, first, there)
    make.copy(session, first, there, status=CopyStatus.lost)
    assert ask("mat b") == [
        Suggestion("work", "Mắt biếc", 4, second.id, author="Nguyễn Nhật Ánh", libraries=2)
    ]
    assert told(ask("nhật á")) == [("author", "Nguyễn Nhật Ánh", 2)]
    assert told(ask("viet")) == [("subject", "Văn học Việt Nam", 1)]
    found = ask("tu sa")
    assert told(found) == [("series", "Tủ sách Mầm non", 1)]
    assert found[0].target == series_key("Tủ sách Mầm non")


@pytest.mark.both_databases
def test_an_update_brings_new_names_and_new_numbers(session: Session, ask: Ask) -> None:
    make.record(session, "Số đỏ", authors=["Vũ Trọng Phụng"])
    assert told(ask("vu tr")) == [("author", "Vũ Trọng Phụng", 1)]
    make.record(session, "Giông tố", authors=["Vũ Trọng Phụng"])
    make.record(session, "Chữ người tử tù", authors=["Nguyễn Tuân"])
    assert told(ask("vu tr")) == [("author", "Vũ Trọng Phụng", 2)]
    assert told(ask("nguyen tu")) == [("author", "Nguyễn Tuân", 1)]
    in_series(session, "Vỡ đê", "Văn xuôi")
    assert told(ask("nguyen tu")) == [("author", "Nguyễn Tuân", 1)]
    assert told(ask("van x")) == [("series", "Văn xuôi", 1)]
    in_series(session, "Làm đĩ", "Văn xuôi")
    assert told(ask("van x")) == [("series", "Văn xuôi", 2)]


def test_a_title_corrected_is_found_under_what_it_is_now(session: Session, ask: Ask) -> None:
    record = make.record(session, "Tắc đèn")
    assert told(ask("tắc")) == [("work", "Tắc đèn", 0)]
    work = session.get(Work, record.work_id)
    assert work is not None
    record.title = work.title = "Tắt đèn"
    record.changed_at = now()
    assert ask("tắc") == []
    assert told(ask("tắt")) == [("work", "Tắt đèn", 0)]


def test_what_is_gone_is_not_suggested(session: Session, ask: Ask) -> None:
    record = make.record(session, "Số đỏ", authors=["Vũ Trọng Phụng"])
    assert len(ask("so do")) == len(ask("vu tr")) == 1
    session.execute(delete(RecordAgent))
    session.delete(record)
    assert ask("so do") == ask("vu tr") == []


def test_an_author_of_nothing_is_not_suggested(session: Session, ask: Ask) -> None:
    make.record(session, "Số đỏ", authors=["Vũ Trọng Phụng"])
    make.agent(session, "Vũ Bằng")
    assert told(ask("vu")) == [("author", "Vũ Trọng Phụng", 1)]


def test_most_held_first_and_those_that_begin_with_it_before_all(
    session: Session, ask: Ask
) -> None:
    library = make.library(session)
    for copies, title in enumerate(["Hà Nội xưa", "Hà Nội phố", "Người Hà Nội", "Chuyện Hà Nội"]):
        record = make.record(session, title)
        for _ in range(copies):
            make.copy(session, record, library)
    assert [one.text for one in ask("ha noi")] == [
        "Hà Nội phố", "Hà Nội xưa", "Chuyện Hà Nội", "Người Hà Nội",
    ]  # fmt: skip


def test_of_equally_held_the_more_borrowed(session: Session, ask: Ask) -> None:
    make.record(session, "Hoa sen", loan_count=1)
    make.record(session, "Hoa sữa", loan_count=9)
    assert [one.text for one in ask("hoa s")] == ["Hoa sữa", "Hoa sen"]


def test_each_kind_has_its_share_and_takes_what_others_leave(session: Session, ask: Ask) -> None:
    for number in range(10):
        make.record(session, f"Sơn {number}", authors=[f"Sơn {number}"], subjects=[f"Núi {number}"])
    kinds = [one.kind for one in ask("son")]
    assert kinds == ["work"] * 6 + ["author"] * 2
    assert [one.kind for one in ask("nui")] == ["subject"] * MOST
    assert [one.kind for one in ask("son", field="agent")] == ["author"] * MOST
    assert [one.kind for one in ask("son", field="title")] == ["work"] * MOST
    assert ask("son", field="isbn") == []


def test_the_works_of_one_library(session: Session, ask: Ask) -> None:
    here, there = make.library(session, "A-1"), make.library(session, "A-2")
    for title, library in (("Hoa sen", here), ("Hoa sữa", there), ("Hoa mai", here)):
        make.copy(session, make.record(session, title, authors=["Mai Hoa"]), library)
    lost = make.record(session, "Hoa cúc")
    make.copy(session, lost, here, status=CopyStatus.withdrawn)
    found = ask("hoa", library="A-1")
    assert sorted(told(found)) == [
        ("author", "Mai Hoa", 3), ("work", "Hoa mai", 1), ("work", "Hoa sen", 1),
    ]  # fmt: skip
    assert [one.kind for one in ask("hoa", library="A-9")] == ["author"]


def test_what_was_typed_as_it_stands_comes_before_its_keys(session: Session, ask: Ask) -> None:
    make.record(session, "As you like it", authors=["Á Nam"])
    assert [one.text for one in ask("as")] == ["As you like it", "Á Nam"]
    assert [one.text for one in ask("aS")] == ["As you like it", "Á Nam"]


@pytest.mark.parametrize(
    "typed",
    [
        "nguyễn nh",
        "nguyen nh",
        "Nguyeexn nh",
        "nguyeexn nhaajt as",
        "nguye6n4 nha6t5 a",
        "nhaatj a",
    ],
)
def test_by_whatever_keys(session: Session, ask: Ask, typed: str) -> None:
    make.record(session, "Mắt biếc", authors=["Nguyễn Nhật Ánh"])
    assert told(ask(typed)) == [("author", "Nguyễn Nhật Ánh", 1)]


def test_two_agents_of_one_name_are_one_line(session: Session, ask: Ask) -> None:
    """Nobody could tell which to choose; the one of more works leads to more."""
    record = make.record(session, "Sách", authors=["Hội An"])
    make.record(session, "Vở", authors=["Hội An"])
    body = make.agent(session, "Hội An", AgentKind.corporate)
    session.add(RecordAgent(record_id=record.id, position=1, agent_id=body.id, role=Role.author))
    assert told(ask("hoi a")) == [("author", "Hội An", 2)]


def volumes(session: Session, library: Library, *numbers: int) -> list[Record]:
    """Volumes of one title, the higher the number the more copies."""
    made = []
    for number in numbers:
        work = Work(key=f"kinh van hoa|nguyen nhat anh|{number}", title="Kính vạn hoa")
        session.add(work)
        session.flush()
        made.append(make.record(session, work.title, work=work, volume=str(number)))
        for _ in range(number):
            make.copy(session, made[-1], library)
    return made


def test_the_volumes_of_a_title_are_one_suggestion(session: Session, ask: Ask) -> None:
    library = make.library(session, "A-1")
    made = volumes(session, library, 1, 3, 2)
    for limits in ({}, {"library": "A-1"}):
        (found,) = ask("kinh van", **limits)
        assert (found.held, found.volumes, found.target) == (6, 3, made[1].id)
    # What comes or changes later joins them; it may not be counted before the next whole build.
    volumes(session, library, 9)
    for record in made:
        (found,) = ask("kinh van")
        assert found.volumes >= 3
        record.changed_at = now()
    (found,) = ask("kinh van")
    assert (found.text, found.held, found.volumes) == ("Kính vạn hoa", 15, 4)


def test_no_index_no_names(home: Path) -> None:
    assert LiveNames(home).current() is None


def test_an_index_built_without_names_has_none(session: Session, home: Path) -> None:
    make.record(session, "Số đỏ")
    session.commit()
    build_index(session, home)
    generation = read_pointer(home)
    assert generation is not None
    (home / generation.folder / BUILT).unlink()
    live = LiveNames(home)
    assert live.current() is None
    make.record(session, "Giông tố")
    session.commit()
    update_index(session, home)
    assert live.current() is None
    build_index(session, home)
    assert live.current() is not None


def test_an_empty_catalogue_suggests_nothing(session: Session, home: Path) -> None:
    build_index(session, home)
    names = LiveNames(home).current()
    assert names is not None
    assert suggestions(session, names, "ha noi") == []
    assert session.query(Agent).count() == 0
