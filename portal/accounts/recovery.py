"""Recovery codes: a way in when the app is lost, each for one time."""

from __future__ import annotations

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.accounts.codes import new_recovery_codes, plain_code
from portal.accounts.letters import tell
from portal.accounts.models import Account
from portal.accounts.rows import changed
from portal.accounts.secrets_models import RecoveryCode
from portal.clock import now
from portal.db import sealing_key
from portal.sealing import keyed_hash

PURPOSE = "recovery_code.code_hash"


def renew_recovery_codes(session: Session, account_id: int) -> list[str]:
    """New codes, to be shown this once; the old ones are dead."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    made = new_recovery_codes()
    for code in made:
        session.add(RecoveryCode(account_id=account_id, code_hash=_hash(session, code)))
    session.flush()
    return made


def codes_left(session: Session, account_id: int) -> int:
    """How many were not used yet."""
    unused = select(func.count()).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    return session.scalars(unused).one()


def take_recovery_code(session: Session, account: Account, code: str) -> bool:
    """Use a code up: of two requests with one code one does. The owner is told."""
    taken = changed(
        session,
        update(RecoveryCode)
        .where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
        .where(RecoveryCode.code_hash == _hash(session, code))
        .values(used_at=now()),
    )
    if taken == 0:
        return False
    tell(session, account, "recovery_code_used", left=codes_left(session, account.id))
    return True


def _hash(session: Session, code: str) -> bytes:
    return keyed_hash(plain_code(code), sealing_key(session), purpose=PURPOSE)
