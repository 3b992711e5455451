"""The link in the letter: opened with a button, once, within its hours, on any device."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.cards import claims, links
from portal.cards.acting import Actor
from portal.cards.approving import admit
from portal.cards.keepers import account_of, keep, opens_to, password_link
from portal.cards.likeness import likely_same
from portal.cards.models import Borrower, Confirmation
from portal.cards.moving import borrower, grown_up, move
from portal.cards.numbering import had_number, living_number
from portal.cards.policies import policy_of
from portal.cards.proving import Proof, check
from portal.cards.purging import erase
from portal.cards.refusals import DeadLink, NoSuchBorrower, SignInFirst
from portal.cards.states import Act, State, Who
from portal.clock import now


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What came of it. number: None where the desk looks first.

    password_token: of an account's link (kind PASSWORD) to choose a password; None where the
    account, a parent's for instance, has one.
    """

    borrower_id: int
    account_id: int
    state: State
    number: str | None
    password_token: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a link would confirm, for the page with the button. given: the card is in its reader's
    hand by now, and is to be shown.
    """

    borrower_id: int
    full_name: str
    library_id: int
    kind: str
    given: bool


def look(session: Session, token: str) -> Waiting:
    """Changes nothing. Raises DeadLink, UsedLink, LateLink."""
    row = _registration(session, links.look_at(session, token))
    given = _in_hand(session, row)
    return Waiting(row.id, row.full_name or "", row.library_id, row.kind, given)


def confirm(
    session: Session, token: str, signed_in: int | None = None, proof: Proof | None = None
) -> Confirmed:
    """The address is whose it says. signed_in: the account of whoever opened the link; proof: where
    the desk gave the card out already.

    Raises DeadLink, UsedLink, LateLink, SignInFirst, NotShown, and what acts refuse.

    Where the policy says so and nobody at the desk has to look, a provisional number comes at once.
    Whoever was at the desk already has theirs: then only the account gets its address.
    """
    _check_owner(session, _registration(session, links.look_at(session, token)), signed_in, proof)
    row = _registration(session, links.use(session, token))
    reader = Actor(Who.READER, row.library_id)
    at_once = row.state is State.UNVERIFIED
    move(session, row, Act.CONFIRM, reader, values={"email_confirmed_at": now()})
    keep(session, row, signed_in)
    at_once = at_once and policy_of(session, row.library_id).provisional_at_once
    if at_once and not likely_same(session, row):
        admit(session, row, Actor(Who.PORTAL, row.library_id), seen=row.version)
    return _done(session, row)


def _check_owner(
    session: Session, row: Borrower, signed_in: int | None, proof: Proof | None
) -> None:
    """An address that was mistyped at the desk is a stranger's: whoever confirms it shows that
    they have the card's password, or where none was chosen the card. Raises SignInFirst, NotShown.
    """
    account = account_of(session, row)
    if account is not None and not account.email and not opens_to(account, signed_in):
        raise SignInFirst
    if _in_hand(session, row):
        check(session, row, proof or Proof())


def _in_hand(session: Session, row: Borrower) -> bool:
    """Whether nothing but the card shows whose it is: the account has neither an address, and then
    it takes no other, nor a password.
    """
    account = account_of(session, row)
    open_to_all = account is None or not (account.email or account.password_hash)
    return open_to_all and had_number(session, row.id)


def confirmed_just_now(session: Session, token: str) -> Confirmed | None:
    """What came of a link that confirmed a moment ago: of a button that was clicked twice.

    None for one that disowned: whoever pressed that button is somebody else.
    """
    link, row = _just_now(session, token)
    if link is None or row is None or link.used_at is None or row.email_confirmed_at is None:
        return None
    return _done(session, row) if row.email_confirmed_at >= link.used_at else None


def disowned_just_now(session: Session, token: str) -> bool:
    """Whether a link said «không phải tôi» a moment ago of somebody who is still there."""
    _, row = _just_now(session, token)
    return row is not None and row.email is None


def _just_now(session: Session, token: str) -> tuple[Confirmation | None, Borrower | None]:
    link = links.used_just_now(session, token)
    try:
        return link, _registration(session, link) if link else None
    except (DeadLink, NoSuchBorrower):
        return link, None


def _done(session: Session, row: Borrower) -> Confirmed:
    account = keep(session, row)
    return Confirmed(
        borrower_id=row.id,
        account_id=account.id,
        state=row.state,
        number=living_number(session, row.id),
        password_token=password_link(session, account),
    )


def disown(session: Session, token: str) -> None:
    """«Không phải tôi»: what somebody else registered with this address is erased at once.

    Of whoever was at the desk meanwhile, the address only. Raises DeadLink, UsedLink, LateLink.
    """
    row = _registration(session, links.use(session, token))
    move(session, row, Act.DISOWN, Actor(Who.READER, row.library_id))
    if row.state is State.PURGED:
        erase(session, row)
    else:
        row.email = None
        claims.retake(session, row, child=not grown_up(session, row))


def _registration(session: Session, link: Confirmation) -> Borrower:
    if link.borrower_id is None or link.email is not None:
        raise DeadLink
    return borrower(session, link.borrower_id)
