"""How often somebody may guess, counted in the database for all processes together.

One number a key says how far guesses already reach into the future: each adds `pause` seconds, and
one is let in while they reach no further than `burst` pauses. So a few mistakes pass at once, a
patient guesser gets one try a pause, and nothing has to be forgotten: it is past by itself. The
place is taken before the password is looked at, in one UPDATE, so that a hundred guesses sent at
once are a hundred guesses.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.rows import changed
from portal.accounts.secrets_models import Guesses
from portal.clock import now
from portal.db import sealing_key
from portal.sealing import keyed_hash


@dataclass(frozen=True)
class Pace:
    """burst: guesses at once. pause: seconds for one more."""

    burst: int
    pause: int


def key_of(session: Session, kind: str, whose: str) -> bytes:
    """Where guesses of a kind at somebody are counted; the table says of nobody who it is."""
    return keyed_hash(whose, sealing_key(session), purpose=f"guesses.{kind}")


def take(session: Session, key: bytes, pace: Pace) -> int:
    """Take one guess; 0 when there was one, else the seconds until there is."""
    moment = int(now().timestamp())
    if _add(session, key, pace, moment):
        return 0
    until = session.scalar(select(Guesses.until).where(Guesses.key == key))
    if until is None:
        try:
            with session.begin_nested():
                session.add(Guesses(key=key, until=moment + pace.pause))
                return 0
        except IntegrityError:  # somebody was first: there is a row now
            if _add(session, key, pace, moment):
                return 0
    return max(1, (until or moment + pace.pause) - moment - (pace.burst - 1) * pace.pause)


def give_back(session: Session, key: bytes, pace: Pace) -> None:
    """The guess was right, so it was none."""
    session.execute(
        update(Guesses).where(Guesses.key == key).values(until=Guesses.until - pace.pause)
    )


def forget(session: Session, *keys: bytes) -> None:
    """Whoever it was, the account's owner has shown who they are."""
    session.execute(delete(Guesses).where(Guesses.key.in_(keys)))


def forget_past(session: Session) -> int:
    """Erase what says nothing any more; how many."""
    past = Guesses.until < int(now().timestamp())
    return changed(session, delete(Guesses).where(past))


def _add(session: Session, key: bytes, pace: Pace, moment: int) -> bool:
    reached = case((Guesses.until > moment, Guesses.until), else_=moment)
    taken = changed(
        session,
        update(Guesses)
        .where(Guesses.key == key, Guesses.until <= moment + (pace.burst - 1) * pace.pause)
        .values(until=reached + pace.pause),
    )
    return taken == 1
