"""Two borrowers that are one person: one stays, the other leads to it, and both keep their past."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards import claims, keepers, letters, links, numbering, portraits
from portal.cards.acting import Clerk
from portal.cards.inheriting import inherited, theirs_alone
from portal.cards.likeness import why_alike
from portal.cards.models import Borrower, CardEvent
from portal.cards.moving import grown_up, locked, move, state_of
from portal.cards.numbers import grouped
from portal.cards.reach import stands_before
from portal.cards.refusals import NotAlike, NotYours
from portal.cards.states import CARD_STATES, Act, Who, may
from portal.cards.telling_apart import were_told_apart
from portal.cards.words import Death
from portal.refusals import Refusal


@dataclass(eq=False)
class SamePerson(Refusal):
    """Somebody cannot be merged with themselves, or what both have stands in a third one's way."""


def merge(
    session: Session,
    clerk: Clerk,
    keep_id: int,
    drop_id: int,
    *,
    seen_keep: int,
    seen_drop: int,
    why: str = "",
    reader_is_here: bool = False,
) -> None:
    """`drop_id` is closed and leads to `keep_id`, which takes over what it lacks.

    reader_is_here: they say that both are theirs, so address, telephone and account of the other
    come along, too. Else somebody who registered in another's name would get at their card. What
    leads to an account of staff comes along to nobody.

    Its number is dead; whoever shows it is found under the one that stays. The two are alike, and
    the librarian has one of them. Of another library's, a card is closed and the reader is here
    only where a search by card, document or name found them.

    Raises NoSuchBorrower, NotYours, NotAlike, SamePerson, and what `move` refuses.
    """
    if keep_id == drop_id:
        raise SamePerson
    keepers.hold(session, keep_id, drop_id)
    first, second = sorted((keep_id, drop_id))  # locked in one order, whoever merges which way
    rows = {one: locked(session, one) for one in (first, second)}
    keep, drop = rows[keep_id], rows[drop_id]
    _check(session, clerk, keep, drop, reader_is_here=reader_is_here)
    actor = clerk.at(drop.library_id)
    child = not grown_up(session, keep)
    into = {"merged_into_id": keep_id}
    move(session, drop, Act.MERGE, actor, seen=seen_drop, why=why, values=into)
    keepers.unname(session, numbering.end(session, drop_id, Death.MERGED))
    claims.release(session, drop_id)
    contacts = reader_is_here and not keepers.is_at_work(session, drop)
    taken = inherited(keep, drop, child=child, contacts=contacts)
    move(session, keep, Act.TAKE_IN, actor, seen=seen_keep, why=why, values=taken)
    if claims.retake(session, keep, child=child):
        raise SamePerson
    if "email" in taken:
        links.end_confirmations(session, keep_id)  # a link to the address there was before
    if reader_is_here and theirs_alone(drop, child=child):
        keepers.pass_on(session, drop, keep)
    keepers.let_go(session, drop)
    portraits.pass_on(session, drop_id, keep_id)
    number = numbering.living_number(session, keep_id)
    letters.tell(session, keep, "card_merged", number=number and grouped(number))


def may_drop(session: Session, clerk: Clerk, row: Borrower) -> bool:
    """Whether this librarian may merge somebody into another."""
    if not may(Who.STAFF, Act.MERGE, state_of(row)):
        return False
    return state_of(row) not in CARD_STATES or is_before(session, clerk, row)


def is_before(session: Session, clerk: Clerk, row: Borrower) -> bool:
    """Whether somebody is the librarian's own, or was found by a search lately."""
    return clerk.has(row.library_id) or stands_before(session, clerk, row.id) is not None


def came_from(session: Session, borrower_id: int) -> list[int]:
    """The borrower and all that were merged into it, however far back."""
    return came_from_each(session, [borrower_id])[borrower_id]


def came_from_each(session: Session, borrower_ids: Collection[int]) -> Mapping[int, list[int]]:
    """The same for many: as many queries as the longest chain of merges has links."""
    found = {one: [one] for one in borrower_ids}
    leads = {one: one for one in borrower_ids}
    new = list(found)
    while new:
        merged = select(Borrower.id, Borrower.merged_into_id).order_by(Borrower.id)
        rows = session.execute(merged.where(Borrower.merged_into_id.in_(new))).all()
        new = []
        for one, into in rows:
            if into is not None and one not in leads:
                leads[one] = leads[into]
                found[leads[into]].append(one)
                new.append(one)
    return found


def leads_to(session: Session, borrower_id: int) -> int:
    """Where somebody that was merged is now; itself when it was not."""
    into = session.scalar(select(Borrower.merged_into_id).where(Borrower.id == borrower_id))
    return borrower_id if into is None else leads_to(session, into)


def history(session: Session, borrower_id: int) -> Sequence[CardEvent]:
    """All that was done, to those merged into it as well; the newest first."""
    theirs = CardEvent.borrower_id.in_(came_from(session, borrower_id))
    return session.scalars(
        select(CardEvent).where(theirs).order_by(CardEvent.at.desc(), CardEvent.id.desc())
    ).all()


def _check(
    session: Session, clerk: Clerk, keep: Borrower, drop: Borrower, *, reader_is_here: bool
) -> None:
    if not (clerk.has(keep.library_id) or clerk.has(drop.library_id)):
        raise NotYours(drop.library_id)
    needed = [drop] if reader_is_here or state_of(drop) in CARD_STATES else []
    needed += [keep] if reader_is_here else []
    for row in needed:
        if not is_before(session, clerk, row):
            raise NotYours(row.library_id)
    if why_alike(keep, drop) is None or were_told_apart(session, keep.id, drop.id):
        raise NotAlike
