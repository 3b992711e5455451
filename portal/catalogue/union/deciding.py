"""Which union record each news of a batch belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.catalogue.union.batch import Candidates, Incoming, Target
from portal.catalogue.union.lookups import contributors, facts_of, records_by_isbn, records_by_key
from portal.catalogue.union.matching import decide, still_fits


def settle_targets(session: Session, news: Sequence[Incoming]) -> None:
    """Give every draft its target: a record it joins, the one it already has, or a new one.

    A changed source record rewrites its union record when it is the first that described it (the
    words are that library's); a later contributor changes only its copies. Where a change
    contradicts the record it shares with others, the source record leaves it and is matched anew.
    """
    by_isbn = records_by_isbn(session, {isbn for one in news for isbn in one.facts.isbns})
    by_key = records_by_key(session, {one.facts.match_key for one in news})
    old = {one.old_record_id for one in news if not one.is_new}
    involved = {one for found in (by_isbn, by_key) for ids in found.values() for one in ids}
    facts = facts_of(session, involved | old)
    candidates = Candidates(by_isbn, by_key, facts)
    shared = contributors(session, old)
    left = {record_id: count for record_id, (count, _first) in shared.items()}
    for one in news:
        if not one.is_new:
            first = shared[one.old_record_id][1]
            own = candidates.target(one.old_record_id, facts[one.old_record_id])
            if _stays(one, own, alone=left[one.old_record_id] == 1, first=first):
                candidates.add(own)
                continue
            left[one.old_record_id] -= 1
        _match(one, candidates)


def _stays(one: Incoming, own: Target, *, alone: bool, first: int) -> bool:
    """Whether a changed source record remains with its record; then its target is set."""
    if not alone and not still_fits(one.facts, own.facts):
        return False
    one.target = own
    one.rewrites = alone or first == one.source_id
    if one.rewrites:
        own.facts = one.facts
    return True


def _match(one: Incoming, candidates: Candidates) -> None:
    decision = decide(one.facts, candidates.with_isbn(one.facts), candidates.with_key(one.facts))
    one.questions = decision.questions
    one.target = decision.join
    if one.target is None:
        one.target = Target(one.facts, draft=one.draft)
        candidates.add(one.target)
