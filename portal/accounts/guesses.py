"""How often somebody may guess, counted in the database for all processes together.

One number a key says how far guesses already reach into the future: each adds `pause` seconds, and
one is let in while they reach no further than `burst` pauses. So a few mistakes pass at once, a
patient guesser gets one try a pause, and nothing has to be forgotten: it is past by itself. The
place is taken before the password is looked at, in one statement, so that a hundred guesses sent at
once are a hundred guesses.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, delete, select, update
from sqlalchemy.orm import Session

from portal.accounts.rows import changed
from portal.accounts.secrets_models import Guesses
from portal.clock import now
from portal.db import insert_into, sealing_key
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
    there = insert_into(session, Guesses).values(key=key, until=moment + pace.pause)
    reached = case((Guesses.until > moment, Guesses.until), else_=moment)
    taken = session.scalar(
        there.on_conflict_do_update(
            index_elements=[Guesses.key],
            set_={"until": reached + pace.pause},
            where=Guesses.until <= moment + (pace.burst - 1) * pace.pause,
        )
        .returning(Guesses.until)
        .execution_options(synchronize_session=False)
    )
    if taken is not None:
        return 0
    until = session.scalar(select(Guesses.until).where(Guesses.key == key)) or moment
    return max(1, until - moment - (pace.burst - 1) * pace.pause)


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
