"""A batch with its decisions made, written: works, records, source records, copies, doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.catalogue.models import Copy, Doubt, Merge, Record, SourceRecord
from portal.catalogue.reading.draft import DoubtKind, Draft
from portal.catalogue.union.arrivals import Run, sort_out, touch
from portal.catalogue.union.batch import Incoming, Target
from portal.catalogue.union.bulk import Row, among, chunks, insert_all, insert_numbered, update_all
from portal.catalogue.union.copies import CopyWriter, Holding
from portal.catalogue.union.deciding import settle_targets
from portal.catalogue.union.descriptions import (
    add_identifiers,
    describe_again,
    identifier_rows,
    record_row,
    write_parts,
)
from portal.catalogue.union.kept import identifiers_sent
from portal.catalogue.union.keys import work_key
from portal.catalogue.union.names import NameIds, work_ids
from portal.catalogue.union.report import Finding, FindingKind, ImportReport
from portal.clock import now

MOVED = "moved"


class BatchWriter:
    """Writes batches of one run. Holds nothing between them but ids of names."""

    def __init__(
        self, session: Session, run: Run, copies: CopyWriter, report: ImportReport
    ) -> None:
        self._session = session
        self._run = run
        self._copies = copies
        self._report = report
        self._names = NameIds(session)

    def write(self, drafts: Sequence[Draft]) -> None:
        """Bring a batch in; counts go to the report."""
        arrivals = sort_out(self._session, self._run, drafts, self._report)
        touch(self._session, self._run, arrivals.unchanged)
        self._report.unchanged += len(arrivals.unchanged)
        if arrivals.news:
            settle_targets(self._session, arrivals.news)
            self._write_news(arrivals.news, now())

    def _write_news(self, news: Sequence[Incoming], moment: datetime) -> None:
        made = _made(news)
        self._describe(news, made, moment)
        self._write_sources(news, moment)
        holdings = [_holding(one, made) for one in news]
        touched = self._copies.write(holdings)
        existing = {target_of(one).record_id for one in news} | touched
        self._mark_changed(existing - {target.record_id for target in made}, moment)
        self._write_doubts(news, moment)
        self._count(news)

    def _describe(self, news: Sequence[Incoming], made: Sequence[Target], moment: datetime) -> None:
        """New records, records rewritten by their first describer, identifiers of the others."""
        rewritten = {
            target_of(one).record_id: (one.draft, one.facts) for one in news if one.rewrites
        }
        drafts = [draft_of(target) for target in made]
        drafts += [draft for draft, _facts in rewritten.values()]
        self._names.prepare(drafts)
        works = work_ids(self._session, drafts)
        _insert_records(self._session, made, works, moment)
        described = {target.record_id: draft_of(target) for target in made}
        write_parts(self._session, described, self._names)
        of_work = {key: works[work_key(draft)] for key, (draft, _facts) in rewritten.items()}
        describe_again(self._session, rewritten, of_work, self._names, moment)
        mine = {one.source_id for one in news if not one.is_new}
        add_identifiers(self._session, [
            *identifiers_sent(self._session, rewritten, without=mine), *_joining_identifiers(news),
        ])  # fmt: skip

    def _write_sources(self, news: Sequence[Incoming], moment: datetime) -> None:
        new = [one for one in news if one.is_new]
        rows = [{**_source_row(one, self._run), "library_id": self._run.library_id,
                 "number": one.number, "first_run_id": self._run.id} for one in new]  # fmt: skip
        changed = [one for one in news if not one.is_new]
        update_all(self._session, SourceRecord, [
            {"id": one.source_id, **_source_row(one, self._run)} for one in changed
        ])  # fmt: skip
        self._move(
            [one for one in changed if target_of(one).record_id != one.old_record_id], moment
        )
        for one, source_id in zip(
            new, insert_numbered(self._session, SourceRecord, rows), strict=True
        ):
            one.source_id = source_id

    def _move(self, moved: Sequence[Incoming], moment: datetime) -> None:
        """Source records that left a shared record take their copies with them; the log knows."""
        for one in moved:
            self._session.execute(
                update(Copy)
                .where(Copy.source_record_id == one.source_id)
                .values(record_id=target_of(one).record_id),
                execution_options={"synchronize_session": False},
            )
        insert_all(self._session, Merge, (
            {"source_record_id": one.source_id, "from_record_id": one.old_record_id,
             "to_record_id": target_of(one).record_id, "how": MOVED, "at": moment}
            for one in moved
        ))  # fmt: skip
        self._mark_changed({one.old_record_id for one in moved}, moment)

    def _mark_changed(self, record_ids: Iterable[int], moment: datetime) -> None:
        for part in chunks(set(record_ids)):
            self._session.execute(
                update(Record)
                .where(among(self._session, Record.id, part))
                .values(changed_at=moment),
                execution_options={"synchronize_session": False},
            )

    def _write_doubts(self, news: Sequence[Incoming], moment: datetime) -> None:
        again = [one.source_id for one in news if one.old_record_id]
        asked = self._forget_text_doubts(again)
        rows = [row for one in news for row in _doubt_rows(one, moment)
                if (row["source_record_id"], row["other_record_id"]) not in asked]  # fmt: skip
        insert_all(self._session, Doubt, rows)
        self._report.doubts += len(rows)
        self._tell_doubts(news)

    def _forget_text_doubts(self, source_ids: Sequence[int]) -> set[tuple[int, int | None]]:
        """Open questions about text that has changed are moot; which matches were asked before."""
        asked: set[tuple[int, int | None]] = set()
        for part in chunks(source_ids):
            mine = among(self._session, Doubt.source_record_id, part)
            self._session.execute(
                delete(Doubt).where(mine, Doubt.kind == "text", Doubt.resolved_at.is_(None)),
                execution_options={"synchronize_session": False},
            )
            query = select(Doubt.source_record_id, Doubt.other_record_id)
            rows = self._session.execute(query.where(mine, Doubt.kind == "match"))
            asked |= {(row[0], row[1]) for row in rows}
        return asked

    def _tell_doubts(self, news: Sequence[Incoming]) -> None:
        for one in news:
            for question in one.questions:
                text = f"{one.draft.title} ~ #{question.candidate.record_id}"
                reason = ",".join(question.against)
                self._report.tell(Finding(FindingKind.match_doubt, one.number, text, reason))
            for doubt in one.draft.doubts:
                text = f"{doubt.field}: {doubt.text}"
                self._report.tell(Finding(FindingKind.value_doubt, one.number, text, doubt.kind))

    def _count(self, news: Sequence[Incoming]) -> None:
        """Figures of news: what was known before is updated, the rest created or joined."""
        added = [one for one in news if not one.old_record_id]
        created = sum(target_of(one).draft is one.draft for one in added)
        self._report.updated += len(news) - len(added)
        self._report.created += created
        self._report.joined += len(added) - created


def target_of(one: Incoming) -> Target:
    """The target, which by now every draft has."""
    if one.target is None:
        raise LookupError(one.number)
    return one.target


def draft_of(target: Target) -> Draft:
    """The draft a new record is made of."""
    if target.draft is None:
        raise LookupError(target.record_id)
    return target.draft


def _made(news: Sequence[Incoming]) -> list[Target]:
    """The records this batch makes, each once, in the order of the file."""
    return [target for target in dict.fromkeys(map(target_of, news)) if not target.record_id]


def _insert_records(
    session: Session, made: Sequence[Target], works: dict[str, int], moment: datetime
) -> None:
    rows: list[Row] = [
        {**record_row(draft_of(target), target.facts), "work_id": works[work_key(draft_of(target))],
         "loan_count": 0, "created_at": moment, "changed_at": moment}
        for target in made
    ]  # fmt: skip
    for target, record_id in zip(made, insert_numbered(session, Record, rows), strict=True):
        target.record_id = record_id


def _joining_identifiers(news: Sequence[Incoming]) -> list[Row]:
    """Identifiers of drafts whose words are not their record's: its numbers are everybody's."""
    return [
        row
        for one in news
        if target_of(one).draft is not one.draft and not one.rewrites
        for row in identifier_rows(target_of(one).record_id, one.draft)
    ]


def _source_row(one: Incoming, run: Run) -> Row:
    return {
        "record_id": target_of(one).record_id,
        "format": one.draft.raw_format,
        "raw": one.draft.raw,
        "digest": one.digest,
        "encoding": one.draft.encoding,
        "last_run_id": run.id,
    }


def _holding(one: Incoming, made: Sequence[Target]) -> Holding:
    target = target_of(one)
    return Holding(
        one.draft, one.number, one.source_id, target.record_id,
        new_record=target.draft is not None, new_source=not one.old_record_id,
    )  # fmt: skip


def _doubt_rows(one: Incoming, moment: datetime) -> list[Row]:
    texts: dict[str, list[str]] = {}
    for doubt in one.draft.doubts:
        if doubt.kind is DoubtKind.encoding:
            texts.setdefault(doubt.field, []).append(doubt.text)
    rows: list[Row] = [
        {"kind": "text", "source_record_id": one.source_id, "other_record_id": None,
         "field": name[:40], "detail": "\n".join(found), "created_at": moment}
        for name, found in texts.items()
    ]  # fmt: skip
    rows += [
        {"kind": "match", "source_record_id": one.source_id,
         "other_record_id": question.candidate.record_id, "field": "",
         "detail": ",".join(question.against), "created_at": moment}
        for question in one.questions
    ]  # fmt: skip
    return rows
