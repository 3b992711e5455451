"""The account that a card is managed from: the reader's own, or a parent's for all the children."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from portal.accounts.links import make_link
from portal.accounts.models import Account
from portal.accounts.names import NameTaken, add_name, retire_name
from portal.accounts.secrets_models import LinkKind
from portal.accounts.service import close_account, create_account
from portal.cards import claims, links
from portal.cards.models import Borrower, CardNumber
from portal.cards.numbering import living_number
from portal.cards.states import LIVING, State
from portal.clock import now
from portal.roles import Role


def keep(session: Session, row: Borrower, signed_in: int | None = None) -> Account:
    """The account of a borrower, made where there is none.

    A confirmed address leads to the account that has it: a parent's second child comes to the
    first one's account. Without an address the number of the card is what one signs in by.

    signed_in: the account of whoever asks. One with a password takes an address from nobody else:
    it may have been mistyped at the desk.
    """
    account = account_of(session, row)
    email = row.email if row.email_confirmed_at else None
    if email and (account is None or (not account.email and opens_to(account, signed_in))):
        account = _moved(session, row, account, email)
    if account is None:
        account = _new_account(session, row, email)
    row.account_id = account.id
    name_by_number(session, row)
    session.flush()
    return account


def hold(session: Session, *borrower_ids: int) -> None:
    """Hold the accounts of some cards till the transaction ends: before the cards themselves, as
    whoever closes an account does, so that nobody waits crosswise.
    """
    theirs = select(Borrower.account_id).where(Borrower.id.in_(borrower_ids))
    held = select(Account.id).where(Account.id.in_(theirs)).order_by(Account.id)
    session.execute(held.with_for_update(key_share=True))


def account_of(session: Session, row: Borrower) -> Account | None:
    """Who manages a card; an account that was closed manages nothing any more."""
    account = session.get(Account, row.account_id) if row.account_id else None
    return account if account and not account.closed_at else None


def opens_to(account: Account, signed_in: int | None) -> bool:
    """Whether an account takes an address from whoever asks."""
    return not account.password_hash or account.id == signed_in


def _moved(session: Session, row: Borrower, account: Account | None, email: str) -> Account | None:
    """The account of an address that was confirmed: another's, or now of the one there was."""
    there = _account_of(session, email)
    if there is None:
        if account is not None:
            account.email = email
        return account
    if account is not None:
        let_go(session, row)
    return there


def _account_of(session: Session, email: str) -> Account | None:
    """It stays open till the card hangs on it: whoever closes it at this moment waits, or is first
    and then it is not found.
    """
    there = select(Account).where(Account.email == email, Account.closed_at.is_(None))
    return session.scalar(there.with_for_update(read=True, key_share=True))


def _new_account(session: Session, row: Borrower, email: str | None) -> Account:
    name = row.guardian_name or row.full_name or ""
    try:
        return create_account(session, name=name, role=Role.READER, email=email, locale=row.locale)
    except NameTaken:  # the other child was confirmed at the same moment
        if email and (there := _account_of(session, email)):
            return there
        raise


def name_by_number(session: Session, row: Borrower) -> None:
    """Let the account sign in by the number that lives."""
    number = living_number(session, row.id)
    if number and row.account_id:
        add_name(session, session.get_one(Account, row.account_id), number)


def unname(session: Session, number: str | None) -> None:
    """A number that died opens no account."""
    if number:
        retire_name(session, number)


def password_link(session: Session, account: Account) -> str | None:
    """The token of a link to choose the first password; None where one was chosen."""
    if account.password_hash:
        return None
    return make_link(session, account.id, LinkKind.PASSWORD)


def take_over(session: Session, row: Borrower, email: str | None) -> Account:
    """Another account keeps the card from now on; nobody signs in to the old one by its number."""
    unname(session, living_number(session, row.id))
    row.account_id = None
    row.email, row.email_confirmed_at = email, now() if email else None
    session.flush()
    return keep(session, row)


def readdress(session: Session, row: Borrower, email: str, *, child: bool) -> None:
    """The account's new address is the card's. Where another card has it, the old claims stay.

    A link that lies in the old mailbox does nothing any more.
    """
    links.end_confirmations(session, row.id)
    row.email, row.email_confirmed_at = email, now()
    session.flush()
    if row.state in LIVING:
        claims.retake(session, row, child=child)


def pass_on(session: Session, drop: Borrower, keep: Borrower) -> None:
    """Of two who are one, `keep` comes to the account of `drop`, where its own is of no use to it.

    Every card that was given has an account; one without address and password opens to nobody, and
    is no reason to close the one that its reader signs in to. An account that keeps others stays,
    and so does one of staff: what is done at work goes to nobody else.
    """
    mine, other = account_of(session, keep), account_of(session, drop)
    if other is None or other.role is not Role.READER:
        return
    if mine is not None and (_in_use(session, mine, keep) or not _opens(other)):
        return
    let_go(session, keep)
    keep.account_id, drop.account_id = other.id, None
    name_by_number(session, keep)
    session.flush()


def is_at_work(session: Session, row: Borrower) -> bool:
    """Whether a card is managed from an account of staff."""
    account = account_of(session, row)
    return account is not None and account.role is not Role.READER


def _in_use(session: Session, account: Account, row: Borrower) -> bool:
    """Whether an account is anything besides the number of this card."""
    others = _kept(account).where(Borrower.id != row.id)
    return account.role is not Role.READER or _opens(account) or bool(session.scalar(others))


def _opens(account: Account) -> bool:
    return bool(account.email or account.password_hash)


def _kept(account: Account) -> Select[int]:
    return select(func.count()).where(
        Borrower.account_id == account.id, Borrower.state != State.PURGED
    )


def unkeep(session: Session, row: Borrower) -> None:
    """The borrower leaves its account, and opens it by none of its numbers any more."""
    numbers = select(CardNumber.number).where(CardNumber.borrower_id == row.id)
    for number in session.scalars(numbers):
        retire_name(session, number)
    row.account_id = None
    session.flush()


def let_go(session: Session, row: Borrower) -> None:
    """The borrower leaves its account; a reader's account that keeps nobody else is closed."""
    account = session.get(Account, row.account_id) if row.account_id else None
    if account is None:
        return
    unkeep(session, row)
    empty = not session.scalar(_kept(account))
    if account.role is Role.READER and not account.closed_at and empty:
        close_account(session, account)


def address_of(session: Session, row: Borrower) -> str | None:
    """Where letters about a card go: the account's address, else the one on the form if it was
    confirmed. Anybody's may stand there.
    """
    account = account_of(session, row)
    confirmed = row.email if row.email_confirmed_at else None
    return (account.email if account else None) or confirmed


def address() -> ColumnElement[str | None]:
    """`address_of` for a query about many borrowers, each joined with its account, if any."""
    own = case((Account.closed_at.is_(None), func.nullif(Account.email, "")))
    return func.coalesce(own, case((Borrower.email_confirmed_at.is_not(None), Borrower.email)))
