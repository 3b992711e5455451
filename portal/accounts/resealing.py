"""Second factors under another key. Whose secret is lost with its key has none, and is told.

Recovery codes and counts of guesses are hashes of what nobody has here any more: they cannot be
brought along, so they end.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.second_factor import forget_factor, purpose_of, turn_off
from portal.accounts.secrets_models import Guesses, RecoveryCode, SecondFactor
from portal.resealing import Counts, Keys, keeps_sealed, pages


def newest(session: Session) -> tuple[bytes, str] | None:
    found = session.execute(
        select(SecondFactor.account_id, SecondFactor.secret)
        .order_by(SecondFactor.account_id.desc())
        .limit(1)
    ).first()
    return None if found is None else (found.secret, purpose_of(found.account_id))


@keeps_sealed("accounts", sample=newest)
def reseal(session: Session, keys: Keys) -> Counts:
    counts: Counter[str] = Counter()
    query = select(SecondFactor.account_id, SecondFactor.secret)
    for rows in pages(session, query, SecondFactor.account_id):
        sealed = {
            row.account_id: keys.resealed(row.secret, purpose_of(row.account_id)) for row in rows
        }
        kept = [{"account_id": one, "secret": new} for one, new in sealed.items() if new]
        if kept:
            session.execute(update(SecondFactor), kept)
        lost = [one for one, new in sealed.items() if new is None]
        for account_id in lost:
            _forget(session, account_id)
        counts.update(second_factors=len(kept), second_factors_lost=len(lost))
    counts["recovery_codes_lost"] = _unused(session)
    session.execute(delete(RecoveryCode))
    session.execute(delete(Guesses))
    return counts


def _forget(session: Session, account_id: int) -> None:
    """One that was begun and never counted is forgotten, too; nobody needs to be told of it."""
    turn_off(session, session.get_one(Account, account_id))
    forget_factor(session, account_id)


def _unused(session: Session) -> int:
    """How many accounts have recovery codes left."""
    owners = func.count(RecoveryCode.account_id.distinct())
    return session.scalar(select(owners).where(RecoveryCode.used_at.is_(None))) or 0
