"""The second factor: set up, asked for, turned off."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts import codes, guesses
from portal.accounts.guesses import Pace
from portal.accounts.letters import tell
from portal.accounts.models import Account
from portal.accounts.recovery import (
    codes_made_of,
    renew_recovery_codes,
    take_recovery_code,
    taken_just_now,
)
from portal.accounts.rows import changed
from portal.accounts.secrets_models import RecoveryCode, SecondFactor
from portal.clock import now, today
from portal.db import sealing_key
from portal.refusals import Refusal
from portal.sealing import open_sealed, seal

# Whoever gets here knows the password; a million codes last longer than anybody's patience.
CODE_PACE = Pace(burst=6, pause=5 * 60)


class WrongCode(Refusal):
    """Not a code that opens now, or one that has opened before."""


class AlreadySetUp(Refusal):
    """There is a second factor; it is turned off before another is set up."""


def has_second_factor(session: Session, account_id: int) -> bool:
    factor = session.get(SecondFactor, account_id)
    return factor is not None and factor.confirmed_at is not None


def begin(session: Session, account_id: int) -> None:
    """Make the secret that an app is to share; one that was begun and waits is kept."""
    sealed = seal(codes.new_secret(), sealing_key(session), purpose=purpose_of(account_id))
    try:
        with session.begin_nested():
            session.add(SecondFactor(account_id=account_id, secret=sealed, last_step=0))
    except IntegrityError:
        return


def secret_begun(session: Session, account_id: int) -> str | None:
    """The secret to show while it waits to be confirmed, and never after."""
    factor = session.get(SecondFactor, account_id)
    return _opened(session, factor) if factor and factor.confirmed_at is None else None


def confirm(session: Session, account: Account, code: str) -> list[str]:
    """The app works: the factor counts from now on. The recovery codes, to be shown this once;
    the same ones to whoever clicked twice.

    Raises WrongCode, AlreadySetUp.
    """
    factor = session.get(SecondFactor, account.id)
    if factor is None or not _take_step(session, factor, code):
        return _made_before(session, account, code)
    confirmed = changed(
        session,
        update(SecondFactor)
        .where(SecondFactor.account_id == account.id, SecondFactor.confirmed_at.is_(None))
        .values(confirmed_at=now()),
    )
    if confirmed == 0:
        raise AlreadySetUp
    guesses.forget(session, _key(session, account.id))
    tell(session, account, "second_factor_on")
    return _make_codes(session, account, code)


def renew_codes(session: Session, account: Account, code: str) -> list[str]:
    """New recovery codes in return for a code; the same ones to whoever clicked twice.

    Raises WrongCode.
    """
    try:
        check_code(session, account, code)
    except WrongCode:
        return _made_before(session, account, code)
    return _make_codes(session, account, code)


def count_try(session: Session, account: Account) -> int:
    """Count a guess at a code; commit it whatever comes of it. 0, or the seconds to wait.

    Who guesses codes knows the password: the owner is told, at most once a day.
    """
    wait = guesses.take(session, _key(session, account.id), CODE_PACE)
    if wait:
        once = f"codes_guessed:{account.id}:{today():%Y-%m-%d}"
        tell(session, account, "codes_guessed", once=once)
    return wait


def check_code(session: Session, account: Account, code: str) -> None:
    """Take a code of the app, or a recovery code: each opens once. Raises WrongCode."""
    factor = session.get(SecondFactor, account.id)
    if factor is None or factor.confirmed_at is None:
        raise WrongCode
    if not _take_step(session, factor, code) and not take_recovery_code(session, account, code):
        raise WrongCode
    guesses.forget(session, _key(session, account.id))


def was_taken(session: Session, account: Account, code: str) -> bool:
    """Whether this is the code that was taken last, a moment ago: its button was clicked twice."""
    if _secret_taken(session, account, code) is None:
        return False
    guesses.forget(session, _key(session, account.id))
    return True


def turn_off_own(session: Session, account: Account, code: str) -> None:
    """The owner turns it off; where there is none, it is off. Raises WrongCode."""
    try:
        check_code(session, account, code)
    except WrongCode:
        if _fresh(session, account.id) is not None:
            raise
    turn_off(session, account)


def turn_off(session: Session, account: Account) -> bool:
    """Without the second factor again; staff who must have one set up the next at once.

    Whether there was one: without, nobody is told anything.
    """
    there = has_second_factor(session, account.id) and forget_factor(session, account.id)
    if there:
        tell(session, account, "second_factor_off")
    return there


def forget_factor(session: Session, account_id: int) -> bool:
    """Erase the secret and the recovery codes; begun ones, too. Whether there was any secret."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    mine = delete(SecondFactor).where(SecondFactor.account_id == account_id)
    return changed(session, mine) == 1


def _take_step(session: Session, factor: SecondFactor, code: str) -> bool:
    """Whether the code is right and later than any taken: of two requests one takes it."""
    step = codes.step_of(_opened(session, factor), codes.plain_code(code), now())
    if step is None:
        return False
    taken = changed(
        session,
        update(SecondFactor)
        .where(SecondFactor.account_id == factor.account_id, SecondFactor.last_step < step)
        .values(last_step=step),
    )
    return taken == 1


def _make_codes(session: Session, account: Account, code: str) -> list[str]:
    made_of = _secret_taken(session, account, code)
    if made_of is None:
        raise WrongCode
    return renew_recovery_codes(session, account.id, made_of)


def _made_before(session: Session, account: Account, code: str) -> list[str]:
    """The recovery codes that this very code has made a moment ago. Raises WrongCode."""
    made_of = _secret_taken(session, account, code)
    made = codes_made_of(session, account.id, made_of) if made_of else None
    if made is None:
        raise WrongCode
    guesses.forget(session, _key(session, account.id))
    return made


def _secret_taken(session: Session, account: Account, code: str) -> str | None:
    """What nobody else knows of a code that was taken last, a moment ago; None of any other."""
    factor = _fresh(session, account.id)
    if factor is None or factor.confirmed_at is None:
        return None
    secret = _opened(session, factor)
    step = codes.step_of(secret, codes.plain_code(code), now())
    if step is not None and step == factor.last_step:
        return f"{secret}|{step}"
    return codes.plain_code(code) if taken_just_now(session, account.id, code) else None


def _fresh(session: Session, account_id: int) -> SecondFactor | None:
    """As another request may have left it."""
    return session.get(SecondFactor, account_id, populate_existing=True)


def _opened(session: Session, factor: SecondFactor) -> str:
    purpose = purpose_of(factor.account_id)
    return open_sealed(factor.secret, sealing_key(session), purpose=purpose)


def purpose_of(account_id: int) -> str:
    """With the account in it: a secret put into another's row does not open."""
    return f"second_factor.secret.{account_id}"


def _key(session: Session, account_id: int) -> bytes:
    return guesses.key_of(session, "code", str(account_id))
