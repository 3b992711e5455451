"""What is to be told to whoever has a name, left on the way and run later.

A page that answers «nếu có tài khoản, thư đã được gửi» must not take longer when there is one. So
it only notes the name, the same for every name, and the job looks who it is.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.letters import tell, tell_of_guesses
from portal.accounts.links import LIFETIME, make_link
from portal.accounts.models import Account
from portal.accounts.names import account_named, plain
from portal.accounts.rows import changed
from portal.accounts.secrets_models import Errand, ErrandKind, LinkKind
from portal.clock import now
from portal.mail.addresses import LONGEST as LONGEST_ADDRESS

AT_ONCE = 100


def leave(session: Session, kind: ErrandKind, name: str) -> bool:
    """Note an errand; one that waits already is not noted twice. Whether it was new."""
    try:
        with session.begin_nested():
            session.add(Errand(kind=kind, name=plain(name)[:LONGEST_ADDRESS], asked_at=now()))
    except IntegrityError:
        return False
    return True


def any_wait(session: Session) -> bool:
    return session.scalar(select(Errand.id).limit(1)) is not None


def run(session: Session) -> int:
    """Run the errands that wait, the oldest first; how many. Two runs at once share them."""
    waiting = session.execute(
        select(Errand.id, Errand.kind, Errand.name).order_by(Errand.id).limit(AT_ONCE)
    ).all()
    done = 0
    for errand_id, kind, name in waiting:
        if changed(session, delete(Errand).where(Errand.id == errand_id)):
            account = account_named(session, name)
            if account is not None:
                _ERRANDS[kind](session, account)
            done += 1
    return done


def _send_link(session: Session, account: Account) -> None:
    """Without an address there is no letter, and a link that was given at the desk lives on."""
    if not account.email:
        return
    token = make_link(session, account.id, LinkKind.PASSWORD)
    lives = LIFETIME[LinkKind.PASSWORD]
    hours = lives // timedelta(hours=1)
    tell(session, account, "password_link", until=now() + lives, token=token, hours=hours)


_ERRANDS = {ErrandKind.FORGOTTEN: _send_link, ErrandKind.GUESSED: tell_of_guesses}
