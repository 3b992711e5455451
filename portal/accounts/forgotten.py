"""A forgotten password: a link by mail, and a new password by the link."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.accounts import errands, guesses, passwords
from portal.accounts.devices import sign_out_all
from portal.accounts.guesses import Pace
from portal.accounts.letters import tell
from portal.accounts.links import drop_links, look_at, use_link
from portal.accounts.models import Account
from portal.accounts.names import names_of, plain
from portal.accounts.secrets_models import ErrandKind, LinkKind

# Mails to one name: enough for somebody who looks in the wrong folder, too few to pester anybody.
MAIL_PACE = Pace(burst=3, pause=60 * 60)


def ask_for_link(session: Session, name: str) -> None:
    """Have a link sent to whoever signs in by `name`, if anybody; nobody learns whether."""
    if not guesses.take(session, guesses.key_of(session, "forgotten", plain(name)), MAIL_PACE):
        errands.leave(session, ErrandKind.FORGOTTEN, name)


def whose_link(session: Session, token: str) -> Account:
    """Raises LinkDead."""
    return look_at(session, token, LinkKind.PASSWORD)


def choose_password(session: Session, token: str, password: str) -> Account:
    """Use a link: the new password holds, and every device is signed out.

    Raises LinkDead, WeakPassword (the link is not used then).
    """
    account = whose_link(session, token)
    stored = passwords.hashed(password, called(session, account))
    use_link(session, token, LinkKind.PASSWORD)
    set_password(session, account, stored)
    return account


def set_password(session: Session, account: Account, stored: str) -> None:
    """Change what opens an account; the old password's devices and links are dead with it.

    The account first: whoever signs in with the old password at this moment waits for its row. Of
    a first password no letter tells: nothing was changed.
    """
    changed = account.password_hash != ""
    account.password_hash = stored
    session.flush()
    sign_out_all(session, account.id)
    drop_links(session, account.id)
    if changed:
        tell(session, account, "password_changed")


def called(session: Session, account: Account) -> tuple[str, ...]:
    """What the account is called, in all ways."""
    return (account.name, account.email or "", *names_of(session, account.id))
