"""A catalogue that lives: imports, edits, merges, splits, deletions, loans, closures, at random."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.catalogue.availability import set_status
from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import (
    Copy,
    DeletedRecord,
    Doubt,
    Identifier,
    Record,
    RecordAgent,
    RecordSubject,
    SourceRecord,
)
from portal.catalogue.union.bulk import reserved
from portal.catalogue.union.merging import merge_records, settle_doubt, split_source
from portal.clock import now, today
from portal.libraries.importing import import_closures
from portal.libraries.kinds import RoomUse, Stacks
from portal.libraries.models import Library
from tests import make
from tests.catalogue.union.imports import bring, dese, item

WORDS = "hà nội sông mùa thu đường sắt mẹ con gà trống trăng biển núi lửa chợ quê bà ngoại".split()
WRITERS = ("Tô Hoài", "Nam Cao", "Nguyễn Minh Châu", "Xuân Quỳnh", "Ma Văn Kháng", "")
STATUSES = tuple(CopyStatus)
CODES = ("A-1", "B-2", "C-3", "D-4")


class Life:
    """What happens to a catalogue. Each act returns how many changes it made, and commits."""

    def __init__(self, session: Session, folder: Path, seed: int) -> None:
        self.session, self.folder = session, folder
        self.dice = Random(seed)  # noqa: S311 - a test's dice
        self.libraries = [make.library(session, code) for code in CODES]
        for library in self.libraries:
            make.room(session, library, use=RoomUse.LENDABLE, stacks=Stacks.OPEN)
        session.commit()
        self.sent: dict[str, dict[int, dict[str, str]]] = {code: {} for code in CODES}
        self.acts = {
            self.arrive: 3, self.correct: 4, self.move: 3, self.merge: 2, self.split: 2,
            self.answer: 1, self.delete: 1, self.lend: 6, self.close: 1,
        }  # fmt: skip

    def go_on(self) -> int:
        """One act."""
        act = self.dice.choices([*self.acts], [*self.acts.values()])[0]
        done = act()
        self.session.commit()
        self.session.expire_all()
        return done

    def arrive(self) -> int:
        """A library sends records it never sent."""
        library = self.dice.choice(self.libraries)
        sent = self.sent[library.code]
        more = {len(sent) + place: self._words() for place in range(self.dice.randint(1, 40))}
        sent.update(more)
        return self._send(library, list(more))

    def correct(self) -> int:
        """A library sends records again, described in other words."""
        library = self.dice.choice(self.libraries)
        again = self._some(list(self.sent[library.code]), 40)
        self.sent[library.code].update({number: self._words() for number in again})
        return self._send(library, again)

    def move(self) -> int:
        """A lot of copies goes to other libraries: the owner's next file says so."""
        library = self.dice.choice(self.libraries)
        return self._send(library, self._some(list(self.sent[library.code]), 40))

    def _send(self, library: Library, numbers: list[int]) -> int:
        if numbers:
            bring(self.session, self.folder, library, *(self._record(library, n) for n in numbers))
        return len(numbers)

    def _record(self, library: Library, number: int) -> bytes:
        copies = [
            item(
                f"{library.code}.{number}.{copy}",
                a=library.code, b=self.dice.choice(CODES), c="KM",
            )
            for copy in range(self.dice.randint(0, 2))
        ]  # fmt: skip
        return dese(f"{library.code}-{number}", *copies, **self.sent[library.code][number])

    def _words(self) -> dict[str, str]:
        return {
            "title": " ".join(self.dice.choices(WORDS, k=self.dice.randint(1, 3))).capitalize(),
            "author": self.dice.choice(WRITERS),
            "year": str(self.dice.randint(1950, 2026)),
            "volume": self.dice.choice(("", "", "1", "2")),
        }

    def merge(self) -> int:
        done = 0
        for keep, gone in self._pairs(self._records(), 4):
            merge_records(self.session, keep, gone, by="Thủ thư")
            done += 1
        return done

    def split(self) -> int:
        shared = (
            select(SourceRecord.record_id).group_by(SourceRecord.record_id).having(func.count() > 1)
        )
        done = 0
        for record_id in self._some(list(self.session.scalars(shared)), 4):
            sources = select(SourceRecord.id).where(SourceRecord.record_id == record_id)
            split_source(self.session, self.dice.choice(list(self.session.scalars(sources))))
            done += 1
        return done

    def answer(self) -> int:
        """Somebody settles doubts."""
        asked = select(Doubt.id).where(Doubt.resolved_at.is_(None), Doubt.kind == "match")
        done = 0
        for doubt_id in self._some(list(self.session.scalars(asked)), 3):
            doubt = self.session.get(Doubt, doubt_id, populate_existing=True)
            if doubt is not None:
                settle_doubt(self.session, doubt_id, same=self.dice.random() < 0.5)
                done += 1
        return done

    def delete(self) -> int:
        """Records that only ever stood in the union go for good."""
        for number in reserved(self.session, Record, 2):
            title = " ".join(self.dice.choices(WORDS, k=2))
            make.record(self.session, title, authors=["Nam Cao"], id=number)
        self.session.flush()
        alone = select(Record.id).where(~Record.sources.any(), ~Record.copies.any())
        gone = self._some(list(self.session.scalars(alone)), 2)
        for record_id in gone:
            for table in (RecordAgent, RecordSubject, Identifier):
                self.session.execute(delete(table).where(table.record_id == record_id))
            self.session.execute(delete(Record).where(Record.id == record_id))
            self.session.add(DeletedRecord(record_id=record_id, heir_id=None, at=now()))
        return 2 + len(gone)

    def lend(self) -> int:
        """Copies go out, come back, are set aside, get lost and are found."""
        copies = self._some(list(self.session.scalars(select(Copy))), 30)
        for copy in copies:
            status = self.dice.choice(STATUSES)
            due = today() + timedelta(days=14) if status is CopyStatus.on_loan else None
            set_status(self.session, copy, status, due)
        return len(copies)

    def close(self) -> int:
        """A library is closed for a while."""
        day = today() + timedelta(days=self.dice.randint(1, 300))
        code = self.dice.choice(CODES)
        return import_closures(
            self.session, f"mã,từ ngày,đến ngày,lý do\n{code},{day:%d/%m/%Y},,Kiểm kê\n".encode()
        ).added

    def _records(self) -> list[int]:
        return list(self.session.scalars(select(Record.id).where(Record.sources.any())))

    def _some(self, of: list[int] | list[Copy], most: int) -> list:  # type: ignore[type-arg]
        return self.dice.sample(of, min(len(of), self.dice.randint(0, most)))

    def _pairs(self, of: list[int], most: int) -> list[tuple[int, int]]:
        picked = self._some(of, 2 * most)
        return list(zip(picked[::2], picked[1::2], strict=False))
