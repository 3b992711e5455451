"""Jobs: what is not kept longer than needed, by each library's policy, and who comes of age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from portal.accounts.rows import changed
from portal.cards import due, letters
from portal.cards.ages import add_months
from portal.cards.models import Borrower, ClassList, Confirmation, StatusLink
from portal.cards.moving import grown_up
from portal.cards.policies import Policy, policies
from portal.cards.purging import purge
from portal.cards.refusals import AlreadyDone, ChangedMeanwhile
from portal.cards.states import LIVING, State
from portal.clock import now, today
from portal.config import Settings
from portal.jobs import job

AT_ONCE = 500  # rows in one transaction: the next run goes on
DEAD_LINKS = timedelta(days=30)  # kept so long, to say «đã dùng» or «quá hạn»
DAYS_TO_TELL = 30  # after a birthday: a portal that stood still catches up


@job("cards.forget", every=timedelta(minutes=15))
def forget(session: Session, settings: Settings) -> int:
    """Erase what is personal of whoever is due by any rule."""
    done = 0
    for library_id, policy in _policies(session):
        for rule in due.RULES.values():
            done += _purge(session, (Borrower.library_id == library_id) & rule(policy, now()))
    return done + _forget_lists(session) + _forget_links(session)


@job("cards.come_of_age", every=timedelta(hours=12))
def come_of_age(session: Session, settings: Settings) -> int:
    """Tell parents whose child has come of age to hand the card over, once."""
    told = 0
    for library_id, policy in _policies(session):
        day = add_months(today(), -12 * policy.adult_age)
        rows = session.scalars(
            select(Borrower).where(
                Borrower.library_id == library_id,
                Borrower.guardian_name.is_not(None),
                Borrower.state.in_(LIVING - {State.UNVERIFIED}),
                Borrower.birthday.between(day - timedelta(days=DAYS_TO_TELL), day),
            )
        )
        for row in rows.all():
            if grown_up(session, row):
                letters.tell(session, row, "card_of_age", once=f"card_of_age:{row.id}")
                told += 1
    return told


def _policies(session: Session) -> Iterator[tuple[int, Policy]]:
    """Each library that has borrowers, with its policy."""
    found = policies(session)
    libraries = session.scalars(
        select(Borrower.library_id).where(Borrower.state != State.PURGED).distinct()
    )
    for library_id in libraries.all():
        yield library_id, found.get(library_id, found[None])


def _purge(session: Session, rule: ColumnElement[bool]) -> int:
    done = 0
    rows = session.scalars(select(Borrower).where(rule).order_by(Borrower.id).limit(AT_ONCE))
    for row in rows.all():
        try:
            with session.begin_nested():
                purge(session, row)
            done += 1
        except (AlreadyDone, ChangedMeanwhile):  # somebody was there first: judged anew next time
            continue
    return done


def _forget_lists(session: Session) -> int:
    """Pupils of lists that no school confirmed in time; and lists, once their pupils are gone."""
    done, found = _purge(session, due.on_an_unconfirmed_list(now())), policies(session)
    if done == AT_ONCE:
        return done
    for library_id in session.scalars(select(ClassList.library_id).distinct()).all():
        rule = due.lists(found.get(library_id, found[None]), now())
        done += changed(session, delete(ClassList).where(ClassList.library_id == library_id, rule))
    return done


def _forget_links(session: Session) -> int:
    """Links that died, and those of duplicates, which end when those of registrations would."""
    moment = now()
    dead = delete(Confirmation).where(Confirmation.expires_at <= moment - DEAD_LINKS)
    of_nobody = delete(StatusLink).where(due.links_of_nobody(policies(session), moment))
    return changed(session, dead) + changed(session, of_nobody)
