"""What the import would have stored of made-up works, as rows of every table it writes."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from bench.bulk_rows import BulkRows, Row
from bench.made_up import Edition, MadeUp, Maker
from portal.catalogue.kinds import AgentKind, CopyStatus, Role
from portal.catalogue.models import (
    Agent,
    Copy,
    DeletedRecord,
    Identifier,
    ImportRun,
    Record,
    RecordAgent,
    RecordSubject,
    SourceRecord,
    Subject,
    Work,
)  # fmt: skip
from portal.catalogue.reading.draft import DraftAgent, DraftSubject
from portal.catalogue.union.descriptions import MAX_ORDER
from portal.catalogue.union.keys import (
    MAX_KEY,
    agent_key,
    series_key,
    shortened,
    subject_key,
    title_key,
    volume_key,
    word_key,
)  # fmt: skip
from portal.catalogue.union.orders import shelf_order
from portal.clock import now, today
from portal.libraries.kinds import LibraryKind, RoomUse
from portal.libraries.models import Library, Room
from portal.vietnamese.order import person_sort_key, sort_key
from portal.vietnamese.syllables import bare_key
from portal.vietnamese.text import words

AT_ONCE = 5000  # works made before they are written
DAYS = 400  # over which the records came in
LOAN_DAYS = 14
ROLES = (Role.author, Role.translator)

COLUMNS: Mapping[type[Any], str] = {
    Work: "id key title",
    Record: "id work_id title volume responsibility place publisher year year_text extent size "
    "series series_key language language_guessed ddc material for_children summary notes "
    "title_order match_key loan_count created_at changed_at",
    Agent: "id name kind key sort_order",
    RecordAgent: "record_id position agent_id role",
    Subject: "id label kind key sort_order",
    RecordSubject: "record_id position subject_id",
    Identifier: "record_id kind value",
    SourceRecord: "id library_id number record_id format raw digest encoding first_run_id "
    "last_run_id",
    Copy: "id record_id source_record_id owner_library_id holding_library_id room_id barcode "
    "duplicate_no call_number call_number_order lendable status due_on added_on",
}  # fmt: skip
TABLES = {model: cast(Table, model.__table__) for model in COLUMNS}
RAW_HEADER = (
    "Nhan đề,Thông tin trách nhiệm,Nơi xuất bản,Nhà xuất bản,Năm xuất bản,Tập,"
    "Chỉ số phân loại,Tóm tắt,Mã biểu ghi\r\n"
)

_word_key = lru_cache(1024)(word_key)
_series_key = lru_cache(1024)(series_key)


@lru_cache(10_000)
def _mark(word: str) -> str:
    """The letters on the spine for a title that begins with `word`."""
    return bare_key(next(iter(words(word)), ""))[:5].upper()


@dataclass(frozen=True, slots=True)
class _Branch:
    """A library as copies see it: its id, what its barcodes begin with, rooms and their lending."""

    id: int
    prefix: str
    rooms: list[tuple[int | None, bool]]


@dataclass(slots=True)
class _Work:
    """What all editions of a work share, worked out once."""

    id: int
    made: MadeUp
    agents: list[tuple[int, Role]]
    responsibility: str
    subjects: list[int]
    call_number: str
    shelf: str | None
    title_order: bytes
    before_year: str  # parts of the match key
    volume_key: str


@dataclass(slots=True)
class _Days:
    """The last days, as the database stores them."""

    moments: list[Any]
    dates: list[Any]
    due: list[Any]


class Filling:
    def __init__(self, session: Session, rows: BulkRows, maker: Maker, seed: int) -> None:
        self._rows = rows
        self._maker = maker
        self._waiting: dict[type[Any], list[Row]] = defaultdict(list)
        self._ids = {
            model: rows.next_id(TABLES[model].c.id) for model in COLUMNS if "id" in TABLES[model].c
        }
        # The number of a record merged away leads to its heir: nothing new may take it.
        gone = cast(Table, DeletedRecord.__table__).c.record_id
        self._ids[Record] = rows.next_id(TABLES[Record].c.id, gone)
        self._works = dict(session.execute(select(Work.key, Work.id)).all())
        self._branches = _branches(session)
        self._home = self._branches[0].id
        self._run = _run(session, self._home, seed)
        self._days = _days(rows)
        self._stored = {
            (column, value): rows.stored(column, value)
            for column, values in (
                (TABLES[RecordAgent].c.role, Role), (TABLES[Copy].c.status, CopyStatus),
            )
            for value in values
        }  # fmt: skip
        self._people = self._put_people(session)
        self._subjects = self._put_subjects(session)

    def fill(self, count: int) -> None:
        done = 0
        while done < count:
            for _ in range(AT_ONCE):
                made = self._maker.work()
                del made.editions[count - done :]
                done += len(made.editions)
                if made.editions:
                    self._put_work(made)
            self._write()

    def _write(self) -> None:
        for model, columns in COLUMNS.items():
            self._rows.put(TABLES[model], columns.split(), self._waiting.pop(model, ()))

    def _add(self, model: type[Any], *values: Any) -> int:
        """A row with the next id before its values; that id."""
        number = self._ids[model]
        self._ids[model] = number + 1
        self._waiting[model].append((number, *values))
        return number

    def _put_people(self, session: Session) -> list[tuple[int, str, str]]:
        """(id, name, key) of each of the maker's people."""
        kind = AgentKind.person
        stored = self._rows.stored(TABLES[Agent].c.kind, kind)
        there = session.execute(select(Agent.key, Agent.id).where(Agent.kind == kind))
        known = dict(there.all())
        found = []
        for name in self._maker.people:
            key = agent_key(DraftAgent(name))
            if key not in known:
                order = person_sort_key(name)[:MAX_ORDER]
                known[key] = self._add(Agent, name, stored, key, order)
            found.append((known[key], name, key))
        return found

    def _put_subjects(self, session: Session) -> dict[DraftSubject, int]:
        rows = session.execute(select(Subject.key, Subject.kind, Subject.id))
        known = {(key, kind): number for key, kind, number in rows}
        found = {}
        for subject in dict.fromkeys(one for draft in self._maker.models for one in draft.subjects):
            key = subject_key(subject)
            if (key, subject.kind) not in known:
                stored = self._rows.stored(TABLES[Subject].c.kind, subject.kind)
                order = sort_key(subject.label)[:MAX_ORDER]
                known[key, subject.kind] = self._add(Subject, subject.label, stored, key, order)
            found[subject] = known[key, subject.kind]
        return found

    def _put_work(self, made: MadeUp) -> None:
        people = [self._people[number] for number in made.people]
        number = volume_key(made.volume)
        title, author = title_key(made.title), people[0][2]
        key = shortened(f"{title}|{author}|{number}", MAX_KEY)
        # Two of one title by one author are one work, as for the import.
        if key not in self._works:
            self._works[key] = self._add(Work, key, made.title)
        mark = f"{made.model.ddc or ''} {_mark(made.title.split()[0])}".strip()
        full = f"{made.title} {made.volume}" if made.volume else made.title
        work = _Work(
            id=self._works[key],
            made=made,
            agents=list(zip((one[0] for one in people), ROLES, strict=False)),
            responsibility=" ; ".join([people[0][1], *(f"{one[1]} dịch" for one in people[1:])]),
            subjects=list(dict.fromkeys(self._subjects[one] for one in made.model.subjects)),
            call_number=mark,
            shelf=shelf_order(mark),
            title_order=sort_key(full)[:MAX_ORDER],
            before_year=f"{title}|{author}",
            volume_key=number,
        )
        for edition in made.editions:
            self._put_record(work, edition)

    def _put_record(self, work: _Work, edition: Edition) -> None:
        made, model, maker = work.made, work.made.model, self._maker
        day = int(maker.throw() * DAYS)
        moment = self._days.moments[day]
        match = (
            f"{work.before_year}|{edition.year}|{_word_key(edition.publisher)}|{work.volume_key}"
        )
        loans = int(9 / (0.01 + maker.throw()) ** 0.8)
        record_id = self._add(
            Record, work.id, made.title, made.volume, work.responsibility, edition.place,
            edition.publisher, edition.year, str(edition.year), f"{edition.pages} tr.", "21 cm",
            edition.series, _series_key(edition.series), model.language, model.language_guessed,
            model.ddc, int(model.material), model.for_children, made.summary, None,
            work.title_order, shortened(match, MAX_KEY), loans, moment, moment,
        )  # fmt: skip
        wait = self._waiting
        for position, (agent_id, role) in enumerate(work.agents):
            stored = self._stored[TABLES[RecordAgent].c.role, role]
            wait[RecordAgent].append((record_id, position, agent_id, stored))
        for position, subject_id in enumerate(work.subjects):
            wait[RecordSubject].append((record_id, position, subject_id))
        if edition.isbn:
            wait[Identifier].append((record_id, "isbn", edition.isbn))
        source_id = self._put_source(record_id, work, edition)
        self._put_copies(record_id, source_id, work, day)

    def _put_source(self, record_id: int, work: _Work, edition: Edition) -> int:
        number = f"tao-{record_id:07d}"
        made = work.made
        line = (made.title, work.responsibility, edition.place, edition.publisher, edition.year,
                made.volume, made.model.ddc, made.summary, number)  # fmt: skip
        line_of_csv = io.StringIO(RAW_HEADER)
        line_of_csv.seek(0, io.SEEK_END)
        csv.writer(line_of_csv).writerow(line)
        raw = line_of_csv.getvalue().encode()
        digest = hashlib.blake2b(raw, digest_size=16).digest()
        return self._add(
            SourceRecord, self._home, number, record_id, "csv", raw, digest, "utf-8",
            self._run, self._run,
        )  # fmt: skip

    def _put_copies(self, record_id: int, source_id: int, work: _Work, day: int) -> None:
        maker, days = self._maker, self._days
        for place, count in maker.holders(len(self._branches)):
            branch = self._branches[place]
            room_id, lendable = maker.pick(branch.rooms)
            for _ in range(count):
                status = maker.status() if lendable else CopyStatus.available
                due = maker.pick(days.due) if status is CopyStatus.on_loan else None
                self._add(
                    Copy, record_id, source_id, branch.id, branch.id, room_id,
                    f"{branch.prefix}.{self._ids[Copy]:07d}", 0, work.call_number, work.shelf,
                    lendable, self._stored[TABLES[Copy].c.status, status], due, days.dates[day],
                )  # fmt: skip


def _branches(session: Session) -> list[_Branch]:
    """The network, its large libraries first."""
    rooms: dict[int, list[tuple[int | None, bool]]] = defaultdict(list)
    for room in session.scalars(select(Room).order_by(Room.id)):
        rooms[room.library_id].append((room.id, room.use is RoomUse.LENDABLE))
    kinds = list(LibraryKind)
    libraries = sorted(
        session.scalars(select(Library)), key=lambda one: (kinds.index(one.kind), one.id)
    )
    return [
        _Branch(one.id, f"TAO{one.code.replace('-', '')}", rooms[one.id] or [(None, True)])
        for one in libraries
    ]


def _run(session: Session, library_id: int, seed: int) -> int:
    run = ImportRun(
        library_id=library_id, files=f"tao-{seed}.csv", started_at=now(), finished_at=now()
    )
    session.add(run)
    session.flush()
    return run.id


def _days(rows: BulkRows) -> _Days:
    moment = now()
    copy = TABLES[Copy].c
    past = [moment - timedelta(days=day) for day in range(DAYS)]
    due = [today() + timedelta(days=day) for day in range(LOAN_DAYS + 1)]
    return _Days(
        moments=[rows.stored(TABLES[Record].c.created_at, one) for one in past],
        dates=[rows.stored(copy.added_on, one.date()) for one in past],
        due=[rows.stored(copy.due_on, one) for one in due],
    )
