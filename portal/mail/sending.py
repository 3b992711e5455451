"""A round of the outbox: every letter that is due is tried once.

Several runners may go round at once. A letter is taken by a conditional UPDATE and committed as
taken before anything is sent, so each has one sender; who is killed before the handing over leaves
it to the end of the lease, then it is tried again; who is killed after it leaves it uncertain (see
`portal.mail.smtp`).
"""

from __future__ import annotations

import contextlib
import logging

from sqlalchemy.orm import Session

from portal.beside import undisturbed
from portal.clock import now
from portal.db import sealing_key
from portal.jobs.trouble import told
from portal.mail import queue
from portal.mail.delivery import Later, Line, Never, NotReached, Uncertain
from portal.mail.office import Office
from portal.mail.queue import Claim, LeaseLost
from portal.mail.rules import next_attempt
from portal.sealing import CannotOpen

TOO_LATE = "no longer worth sending"

log = logging.getLogger(__name__)


def send_due(session: Session, office: Office) -> int:
    """How many letters were sent. Commits after each step. Raises NotReached: then none can be."""
    letters = queue.due(session)
    session.commit()
    with contextlib.closing(office.line()) as line:
        return sum(send(session, office, line, letter) for letter in letters)


def send(session: Session, office: Office, line: Line, letter: int) -> bool:
    """Try this letter, unless another runner has it. Raises NotReached, having put it off."""
    claim = queue.take(session, letter)
    session.commit()
    if claim is None:
        return False
    if claim.until is not None and claim.until <= now():
        queue.give_up(session, claim, TOO_LATE)
        session.commit()
        return False
    return _attempt(session, office, line, claim)


def _attempt(session: Session, office: Office, line: Line, claim: Claim) -> bool:
    with contextlib.ExitStack() as until_settled:

        def handing_over() -> None:
            until_settled.enter_context(undisturbed())
            queue.hand_over(session, claim)
            session.commit()

        try:
            mail = office.prepare(claim, sealing_key(session))
            line.send(mail, handing_over)
        except LeaseLost:
            session.rollback()
            return False
        except Exception as error:
            session.rollback()
            _settle(session, claim, error)
            session.commit()
            if isinstance(error, NotReached):
                raise
            return False
        queue.note_sent(session, claim)
        session.commit()
    log.info("letter %d (%s): sent", claim.id, claim.kind)
    return True


def _settle(session: Session, claim: Claim, error: Exception) -> None:
    """Note how an attempt without success ended."""
    trouble = told(error)
    if isinstance(error, Uncertain):
        queue.note_uncertain(session, claim, trouble)
        log.error("letter %d (%s): may have left or not: %s", claim.id, claim.kind, trouble)
        return
    final = isinstance(error, Never | CannotOpen)
    again = None if final else next_attempt(claim.attempts, now(), claim.until)
    if again is None:
        queue.give_up(session, claim, trouble)
        log.error("letter %d (%s): given up: %s", claim.id, claim.kind, trouble)
    else:
        queue.put_off(session, claim, again, trouble)
        level = logging.INFO if isinstance(error, Later | NotReached) else logging.ERROR
        log.log(level, "letter %d (%s): not sent: %s", claim.id, claim.kind, trouble)
