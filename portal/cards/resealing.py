"""Documents and claims under another key.

A document whose key is lost is one that was never shown: the desk asks for it again. A claim is a
hash, so it is worked out anew from what the borrower's row says; the old key tells which of them
the borrower has. Without it each living borrower claims all that is theirs, and of two who say the
same the one who was there first has it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from portal.cards.ages import is_child
from portal.cards.batching import batches
from portal.cards.claims import Key, keys_of, said_of
from portal.cards.documents import GUARDIAN, OWN, guardian_columns, own_columns
from portal.cards.models import Borrower, Claim
from portal.cards.policies import policies
from portal.cards.states import LIVING, State
from portal.clock import today
from portal.db import insert_into
from portal.resealing import Counts, Keys, keeps_sealed, pages


def newest(session: Session) -> tuple[bytes, str] | None:
    for column, purpose in ((Borrower.id_sealed, OWN), (Borrower.guardian_id_sealed, GUARDIAN)):
        kept = select(column).where(column.is_not(None)).order_by(Borrower.id.desc()).limit(1)
        if (sealed := session.scalar(kept)) is not None:
            return sealed, purpose
    return None


@keeps_sealed("cards", sample=newest)
def reseal(session: Session, keys: Keys) -> Counts:
    counts: Counter[str] = Counter()
    claiming: list[int] = []
    known = select(Borrower.id).where(Borrower.state != State.PURGED)
    for rows in pages(session, known, Borrower.id):
        borrowers = _borrowers(session, [row.id for row in rows])
        numbers = {one.id: _opened(one.id_sealed, OWN, keys) for one in borrowers}
        claiming += _claims(session, borrowers, numbers, keys)
        counts.update(_documents(session, borrowers, numbers, keys))
        session.expunge_all()
    for ids in batches(claiming):
        _claim_anew(session, ids)
        session.expunge_all()
    return counts


def _documents(
    session: Session, borrowers: Sequence[Borrower], numbers: Mapping[int, str], keys: Keys
) -> Counter[str]:
    counts: Counter[str] = Counter()
    changes = []
    for row in borrowers:
        there = (row.id_sealed, row.guardian_id_sealed)
        if there == (None, None):
            continue
        own, guardians = numbers[row.id], _opened(row.guardian_id_sealed, GUARDIAN, keys)
        kept = sum(bool(number) for number in (own, guardians))
        counts["documents"] += kept
        counts["documents_lost"] += sum(one is not None for one in there) - kept
        changes.append(
            {
                "id": row.id,
                **own_columns(session, row.id_kind, own, row.school),
                **guardian_columns(session, row.guardian_id_kind, guardians),
            }
        )
    if changes:
        session.execute(update(Borrower), changes)
    return counts


def _claims(
    session: Session, borrowers: Sequence[Borrower], numbers: Mapping[int, str], keys: Keys
) -> list[int]:
    """Bring their claims along; who is to claim anew, as some cannot be."""
    theirs = Claim.borrower_id.in_([row.id for row in borrowers])
    held: defaultdict[int, set[Key]] = defaultdict(set)
    for claim in session.execute(select(Claim.borrower_id, Claim.kind, Claim.key).where(theirs)):
        held[claim.borrower_id].add((claim.kind, claim.key))
    session.execute(delete(Claim).where(theirs))
    if keys.old is None:
        return [row.id for row in borrowers if row.state in LIVING]
    kept, claiming = [], []
    for row in borrowers:
        # Whether somebody was a child when they claimed is not kept.
        anew = {
            one.key(keys.old): one.key(keys.new)
            for child in (True, False)
            for one in said_of(row, numbers[row.id], child=child)
        }
        kept += [(*anew[key], row.id) for key in held[row.id] if key in anew]
        if held[row.id] - anew.keys():
            claiming.append(row.id)
    if kept:
        session.execute(insert(Claim), _rows(kept))
    return claiming


def _claim_anew(session: Session, ids: Sequence[int]) -> None:
    ways = policies(session)
    wanted = []
    for row in _borrowers(session, ids):
        adult_age = ways.get(row.library_id, ways[None]).adult_age
        child = row.birthday is not None and is_child(row.birthday, today(), adult_age)
        wanted += [(*key, row.id) for key in keys_of(session, row, child=child)]
    if wanted:
        session.execute(insert_into(session, Claim).on_conflict_do_nothing(), _rows(wanted))


def _rows(claims: Sequence[tuple[str, bytes, int]]) -> list[dict[str, object]]:
    return [{"kind": kind, "key": key, "borrower_id": one} for kind, key, one in claims]


def _borrowers(session: Session, ids: Sequence[int]) -> Sequence[Borrower]:
    """Those who came first, first."""
    wanted = select(Borrower).where(Borrower.id.in_(ids)).order_by(Borrower.id)
    return session.scalars(wanted).all()


def _opened(sealed: bytes | None, purpose: str, keys: Keys) -> str:
    return "" if sealed is None else keys.opened(sealed, purpose) or ""
