"""Recovery codes: a way in when the app is lost, each for one time.

They are worked out of the code in return for which they are made, with a key that lies outside the
database. So they are kept nowhere, and yet the second of two clicks shows what the first one made.
"""

from __future__ import annotations

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.accounts.codes import RECOVERY_CODES, plain_code, recovery_code
from portal.accounts.letters import tell
from portal.accounts.links import JUST_NOW
from portal.accounts.models import Account
from portal.accounts.rows import changed
from portal.accounts.secrets_models import RecoveryCode
from portal.clock import now
from portal.db import sealing_key
from portal.sealing import keyed_hash

PURPOSE = "recovery_code.code_hash"


def renew_recovery_codes(session: Session, account_id: int, made_of: str) -> list[str]:
    """New codes, to be shown this once; the old ones are dead. made_of: a secret, used up now."""
    session.execute(
        delete(RecoveryCode).where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.used_at.is_(None) | (RecoveryCode.used_at < now() - JUST_NOW),
        )
    )
    made = _made_of(session, account_id, made_of)
    for code in made:
        session.add(RecoveryCode(account_id=account_id, code_hash=_hash(session, code)))
    session.flush()
    return made


def codes_made_of(session: Session, account_id: int, made_of: str) -> list[str] | None:
    """The codes that were made of a secret, if they are those of the account."""
    made = _made_of(session, account_id, made_of)
    mine = select(RecoveryCode.code_hash).where(RecoveryCode.account_id == account_id)
    there = set(session.scalars(mine))
    return made if all(_hash(session, code) in there for code in made) else None


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


def taken_just_now(session: Session, account_id: int, code: str) -> bool:
    """Whether a code was used up a moment ago."""
    taken = select(RecoveryCode.id).where(
        RecoveryCode.account_id == account_id,
        RecoveryCode.code_hash == _hash(session, code),
        RecoveryCode.used_at > now() - JUST_NOW,
    )
    return session.scalar(taken) is not None


def _made_of(session: Session, account_id: int, made_of: str) -> list[str]:
    key, purpose = sealing_key(session), "recovery_code.made_of"
    return [
        recovery_code(keyed_hash(f"{account_id}|{number}|{made_of}", key, purpose=purpose))
        for number in range(RECOVERY_CODES)
    ]


def _hash(session: Session, code: str) -> bytes:
    return keyed_hash(plain_code(code), sealing_key(session), purpose=PURPOSE)
