"""The way into an account for a reader at the desk: the first password, or one in place of the
forgotten. The desk shows a link, never a password, and it is written down.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import errands, guesses
from portal.accounts.guesses import Pace
from portal.accounts.links import make_link
from portal.accounts.models import Account
from portal.accounts.secrets_models import ErrandKind, LinkKind
from portal.cards import claims, keepers, links
from portal.cards.acting import Clerk
from portal.cards.documents import document_hash, guardian_columns
from portal.cards.identity import plain_number
from portal.cards.letters import tell_mailbox_left
from portal.cards.models import Borrower
from portal.cards.moving import grown_up, note, state_of
from portal.cards.reach import for_act
from portal.cards.refusals import NotPossible
from portal.cards.states import Act, State, Who, may
from portal.cards.words import Document
from portal.refusals import Refusal
from portal.roles import Role

PASSWORD = "password"  # noqa: S105 - in the log: a link to choose one was made
MAILBOX = "email, password"  # … and the address taken away


@dataclass(eq=False)
class PasswordChosen(Refusal):
    """The reader has a password: another only in return for the document."""


@dataclass(eq=False)
class OfStaff(Refusal):
    """The card hangs on the account of somebody who works here, and it has no address: its password
    is for whoever has charge of staff.
    """


@dataclass(eq=False)
class StrangeDocument(Refusal):
    """Not the document of whoever signs for this card, or none is on file to compare it with."""


DOCUMENT_PACE = Pace(burst=5, pause=6 * 60 * 60)
"""Of documents that are tried for one reader: the last digits stand on the page, and the rest of an
identity number is not found by trying.
"""


def count_document(session: Session, borrower_id: int) -> int:
    """Count a document that is tried; 0, or the seconds until there is one more."""
    return guesses.take(session, _tries_of(session, borrower_id), DOCUMENT_PACE)


def give_document_back(session: Session, borrower_id: int) -> None:
    """It was no wrong one: what `count_document` took is free again."""
    guesses.give_back(session, _tries_of(session, borrower_id), DOCUMENT_PACE)


def _tries_of(session: Session, borrower_id: int) -> bytes:
    return guesses.key_of(session, "desk.document", str(borrower_id))


def first_password(session: Session, clerk: Clerk, borrower_id: int) -> str | None:
    """The token of a link to choose the first password, for a reader at the desk without e-mail.

    None where the account has an address: a link goes there, and the desk sees none that opens an
    account with what hangs on it. Either is written down.

    Raises NoSuchBorrower, NotYours, NotPossible, OfStaff, PasswordChosen.
    """
    row = _opened(session, clerk, borrower_id)
    account = keepers.keep(session, row)
    _note(session, clerk, row, PASSWORD)
    if _goes_by_mail(session, account):
        return None
    token = keepers.password_link(session, account)
    if token is None:
        raise PasswordChosen
    return token


def new_password(
    session: Session,
    clerk: Clerk,
    borrower_id: int,
    document: Document,
    number: str,
    *,
    mailbox_lost: bool = False,
) -> str | None:
    """The token of a link to choose another password, in return for the document on the desk: the
    reader's, or of a child the guardian's.

    Where the account has an address the link goes there, and None is returned; unless the mailbox
    is lost. Then the address leaves the account and all its cards, and is told so. Nobody's at work
    here does: what one desk compares would open what another may do.

    Raises NoSuchBorrower, NotYours, NotPossible, OfStaff, StrangeDocument.
    """
    row = _opened(session, clerk, borrower_id)
    if not _is_of(session, row, document, plain_number(number)):
        raise StrangeDocument
    account = keepers.keep(session, row)
    left = account.email is not None and mailbox_lost and account.role is Role.READER
    _note(session, clerk, row, MAILBOX if left else PASSWORD)
    if left:
        _leave_mailbox(session, account, row)
    elif _goes_by_mail(session, account):
        return None
    return make_link(session, account.id, LinkKind.PASSWORD)


def _goes_by_mail(session: Session, account: Account) -> bool:
    """Whether the link went to the account's address. Raises OfStaff."""
    if account.email:
        errands.leave(session, ErrandKind.FORGOTTEN, account.email)
    elif account.role is not Role.READER:
        raise OfStaff
    return account.email is not None


def _opened(session: Session, clerk: Clerk, borrower_id: int) -> Borrower:
    """Somebody who has a card, or waits for one."""
    row = for_act(session, clerk, borrower_id, Act.EDIT)
    state = state_of(row)
    if not may(Who.STAFF, Act.EDIT, state):
        raise NotPossible(Act.EDIT, state)
    return row


def _is_of(session: Session, row: Borrower, document: Document, number: str) -> bool:
    if row.guardian_name is not None:
        shown = guardian_columns(session, document, number)["guardian_id_hash"]
        return shown is not None and shown == row.guardian_id_hash
    return bool(number) and document_hash(session, document, number, row.school) == row.id_hash


def _note(session: Session, clerk: Clerk, row: Borrower, what: str) -> None:
    state = state_of(row)
    note(session, row, Act.EDIT, clerk.at(row.library_id), state, state, what)


def _leave_mailbox(session: Session, account: Account, row: Borrower) -> None:
    """Whoever reads the old mailbox now opens nothing with it any more."""
    keepers.hold(session, row.id)
    cards = select(Borrower).where(
        Borrower.account_id == account.id, Borrower.state != State.PURGED
    )
    tell_mailbox_left(session, row, account)
    for one in session.scalars(cards.order_by(Borrower.id).with_for_update()).all():
        links.end_confirmations(session, one.id)
        one.email = one.email_confirmed_at = None
        session.flush()
        claims.retake(session, one, child=not grown_up(session, one))
    account.email = None  # last: the address is unique, so this waits for whoever reads the row
    session.flush()
