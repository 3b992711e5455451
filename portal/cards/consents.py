"""What somebody agreed to, and taking it back: each by itself, with who, when and which text."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.cards.agreeing import PUBLISHING, TEXT_VERSION, Agreed, asked, may_publish
from portal.cards.models import Consent
from portal.cards.moving import borrower
from portal.cards.own import changing, owned
from portal.cards.policies import policy_of
from portal.cards.refusals import BadApplication, Problem
from portal.cards.words import Consented, Consenter
from portal.clock import now, today


def agree(
    session: Session, account_id: int, borrower_id: int, what: Consented, by: Consenter
) -> None:
    """Note a consent to publishing. Raises NoSuchBorrower, OfAge, BadApplication who is not asked.

    Of somebody who came of age no parent agrees to anything any more.
    """
    row, _reader = changing(session, account_id, borrower_id)
    policy = policy_of(session, row.library_id)
    born = row.birthday or today()
    if what not in PUBLISHING or by not in asked(born, today(), policy):
        raise BadApplication((Problem(f"agreed_{what}", "not_asked"),))
    if (what, by) not in standing(session, borrower_id):
        made = Consent(
            borrower_id=borrower_id, what=what, by=by, text_version=TEXT_VERSION, at=now()
        )
        session.add(made)
        session.flush()


def withdraw(
    session: Session, account_id: int, borrower_id: int, what: Consented, by: Consenter
) -> None:
    """Take a consent to publishing back: from this moment nothing of it is shown.

    Raises NoSuchBorrower.
    """
    owned(session, account_id, borrower_id)
    session.execute(
        update(Consent)
        .where(
            Consent.borrower_id == borrower_id,
            Consent.what == what,
            Consent.by == by,
            Consent.what.in_(PUBLISHING),
            Consent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now())
    )


def standing(session: Session, borrower_id: int) -> frozenset[Agreed]:
    """The consents that were not taken back."""
    rows = session.execute(
        select(Consent.what, Consent.by).where(
            Consent.borrower_id == borrower_id, Consent.withdrawn_at.is_(None)
        )
    )
    return frozenset((what, by) for what, by in rows)


def publishable(session: Session, borrower_id: int, what: Consented) -> bool:
    """Whether the name or the image of somebody may be on a public page now.

    Raises NoSuchBorrower.
    """
    row = borrower(session, borrower_id)
    policy = policy_of(session, row.library_id)
    agreed = standing(session, borrower_id)
    return row.birthday is not None and may_publish(what, agreed, row.birthday, today(), policy)
