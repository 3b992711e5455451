"""How the catalogue itself writes what was typed: the marks of a record's own title and names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, product

from sqlalchemy import BindParameter, bindparam, select, union_all
from sqlalchemy.orm import Session

from portal.catalogue.models import Agent, Record, RecordAgent, RecordSubject, Subject
from portal.search.typed import TypedQuery
from portal.vietnamese.syllables import bare_key, exact_key, has_marks
from portal.vietnamese.text import words

Line = list[str]  # the words of a title or a name, in their order

_IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)
_TITLES = select(
    Record.id, Record.title, Record.subtitle, Record.part_title, Record.original_title,
    Record.other_titles, Record.series,
).where(Record.id.in_(_IDS))  # fmt: skip
_NAMES = union_all(
    select(RecordAgent.record_id, Agent.name)
    .join(Agent, Agent.id == RecordAgent.agent_id)
    .where(RecordAgent.record_id.in_(_IDS)),
    select(RecordSubject.record_id, Subject.label)
    .join(Subject, Subject.id == RecordSubject.subject_id)
    .where(RecordSubject.record_id.in_(_IDS)),
)


def lines_of(session: Session, record_ids: Sequence[int]) -> dict[int, list[Line]]:
    """The titles, names and subjects of records, in two queries."""
    found: dict[int, list[Line]] = {record_id: [] for record_id in record_ids}
    asked = {"ids": list(record_ids)}
    connection = session.connection()  # gives plain rows, which is half the price
    for record_id, title, subtitle, *others in connection.execute(_TITLES, asked):
        found[record_id] += [words(f"{title} {subtitle or ''}")]
        found[record_id] += [words(line) for text in others if text for line in text.split("\n")]
    for record_id, text in connection.execute(_NAMES, asked):
        found[record_id].append(words(text))
    return found


def as_written(query: TypedQuery, lines: Sequence[Line]) -> str:
    """The query with its bare words as these lines have them: longest common stretches first."""
    typed = [bare_key(word.text) for word in query.words]
    known = [[bare_key(word) for word in line] for line in lines]
    changes: dict[int, str] = {}
    place = 0
    while place < len(typed):
        length, line, start = max(
            (
                (_common(typed[place:], keys[start:]), -number, start)
                for number, keys in enumerate(known)
                for start in range(len(keys))
            ),
            default=(0, 0, 0),
        )
        for offset in range(length):
            word = query.words[place + offset].text
            if not has_marks(word):
                changes[place + offset] = lines[-line][start + offset]
        place += max(length, 1)
    return query.replaced(changes)


def answering(query: TypedQuery, lines: Sequence[Line]) -> list[int]:
    """Places of the words that stand in these lines."""
    exact = {exact_key(word) for line in lines for word in line}
    bare = {bare_key(word) for line in lines for word in line}
    return [
        place
        for place, word in enumerate(query.words)
        if (exact_key(word.text) in exact if has_marks(word.text) else bare_key(word.text) in bare)
    ]


def strangers(query: TypedQuery, lines: Iterable[Line]) -> set[int]:
    """Places of the words that no line has beside a neighbour they were typed with.

    A word typed alone has no neighbour; it is at home wherever it stands.
    """
    typed = [_known_by(word.text) for word in query.words]
    beside: set[tuple[str, str]] = set()
    single: set[str] = set()
    for line in lines:
        forms = [(bare_key(word), exact_key(word)) for word in line]
        single.update(form for both in forms for form in both)
        beside.update(pair for one, two in pairwise(forms) for pair in product(one, two))
    if len(typed) == 1:
        return set() if typed[0] in single else {0}
    home = {place for place, pair in enumerate(pairwise(typed)) if pair in beside}
    return set(range(len(typed))) - home - {place + 1 for place in home}


def _known_by(word: str) -> str:
    return exact_key(word) if has_marks(word) else bare_key(word)


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """How many words the two begin with alike."""
    length = 0
    while length < min(len(first), len(second)) and first[length] == second[length]:
        length += 1
    return length
