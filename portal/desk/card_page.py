"""What a reader's page at the desk shows: the reader, what may be done now, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.addressing import may_note
from portal.cards.keepers import account_of
from portal.cards.kinds import Kind, kinds_of
from portal.cards.models import CardNumber, Look, ToldApart
from portal.cards.moving import grown_up
from portal.cards.overview import Overview, looks, overview
from portal.cards.portraits import has_portrait
from portal.cards.states import CARD_STATES, Act, State
from portal.cards.telling_apart import told_apart
from portal.desk.card_forms import (
    ActForm,
    ContactForm,
    CorrectForm,
    DocumentForm,
    EmailForm,
    GuardianForm,
    RenewForm,
)
from portal.desk.card_verbs import VERBS, Verb
from portal.i18n import locale_code

NEXT: Mapping[State, tuple[str, ...]] = {
    State.UNVERIFIED: ("tai-quay",),
    State.PENDING: ("tai-quay", "duyet"),
    State.NEEDS_INFO: ("tai-quay", "duyet"),
    State.PROVISIONAL: ("giay-to",),
    State.ACTIVE: ("trao",),
    State.EXPIRED: ("gia-han",),
    State.BLOCKED: ("mo-khoa",),
    State.REJECTED: ("mo-lai",),
    State.CLOSED: ("mo-lai",),
}
"""What is done next in a state; everything else is a fold further down."""


@dataclass(frozen=True, slots=True)
class ReaderPage:
    """`forms`: by the name of their verb, in the order of the page. handed_over: the card that
    lives is in the reader's hands. password: the account has one. `kinds`: by code, given up or
    not.
    """

    overview: Overview
    number: str | None
    forms: Mapping[str, Any]
    next: tuple[str, ...]
    handed_over: bool
    grown_up: bool
    photo: bool
    password: bool
    kinds: Mapping[str, Kind]
    looks: Sequence[Look]
    told_apart: Sequence[ToldApart]

    @property
    def further(self) -> list[str]:
        return [name for name in self.forms if name not in self.next]

    @property
    def has_card(self) -> bool:
        return self.number is not None and self.overview.state in CARD_STATES


def reader_page(
    session: Session, clerk: Clerk, borrower_id: int, tried: tuple[Verb, ActForm] | None = None
) -> ReaderPage:
    """The page; `tried`: a form that was refused, which keeps what was typed.

    Raises NoSuchBorrower, NotYours.
    """
    found = overview(session, clerk, borrower_id)
    number = next((one for one in found.numbers if _lives(one, borrower_id)), None)
    adult = grown_up(session, found.row)
    kinds = {one.code: one for one in kinds_of(session, found.row.library_id, offered=False)}
    account = account_of(session, found.row)
    verbs = [verb for verb in VERBS.values() if _offered(verb, found, number, adult)]
    if not may_note(found.row, account):
        verbs = [verb for verb in verbs if verb.form is not EmailForm]
    forms = {verb.name: _form(verb, found, kinds, tried) for verb in verbs}
    handed_over = number is not None and any(
        event.act is Act.ISSUE and event.at >= number.issued_at for event in found.events
    )
    return ReaderPage(
        overview=found,
        number=number.number if number else None,
        forms=forms,
        next=_next(found.state, forms, number is not None, handed_over),
        handed_over=handed_over,
        grown_up=adult,
        photo=has_portrait(session, borrower_id),
        password=account is not None and bool(account.password_hash),
        kinds=kinds,
        looks=looks(session, borrower_id),
        told_apart=told_apart(session, borrower_id),
    )


def form_of(verb: Verb, **sent: Any) -> ActForm:
    """The form of a verb; without what was sent, an empty one."""
    return verb.form(prefix=verb.prefix, **(sent or {"formdata": None}))


def _lives(number: CardNumber, borrower_id: int) -> bool:
    return number.dead_at is None and number.borrower_id == borrower_id


def _offered(verb: Verb, found: Overview, number: CardNumber | None, adult: bool) -> bool:
    if verb.act not in found.acts:
        return False
    if verb.name == "duyet":  # an address nobody confirmed: only for whoever is here
        return found.state is not State.UNVERIFIED
    if verb.act is Act.REOPEN:
        return found.row.merged_into_id is None
    if verb.act in (Act.ISSUE, Act.LOSE):
        return number is not None
    if verb.act is Act.HAND_OVER:
        return adult and found.row.guardian_name is not None
    return verb.name != "giam-ho" or found.row.guardian_name is not None


def _next(
    state: State, forms: Mapping[str, Any], has_number: bool, handed_over: bool
) -> tuple[str, ...]:
    if state is State.ACTIVE and not has_number:
        return ("cap-lai",)
    if state is State.ACTIVE and handed_over:
        return ()
    return tuple(name for name in NEXT.get(state, ()) if name in forms)


def _form(
    verb: Verb, found: Overview, kinds: Mapping[str, Kind], tried: tuple[Verb, ActForm] | None
) -> ActForm:
    if tried is not None and tried[0] is verb:
        form = tried[1]
    else:
        form = form_of(verb)
        _fill(form, found)
    if isinstance(form, RenewForm):
        form.kind.choices = {
            one.code: one.name(locale_code())
            for one in kinds.values()
            if one.offered or one.code == found.row.kind
        }
    form.seen.data = found.row.version  # of the page that is shown now
    return form


def _fill(form: ActForm, found: Overview) -> None:
    row = found.row
    if isinstance(form, ContactForm):
        for name in ("phone", "address", "commune_code", "occupation", "school", "class_name"):
            form[name].data = getattr(row, name) or ""
        form.guardian_phone.data, form.locale.data = row.guardian_phone or "", row.locale
    elif isinstance(form, EmailForm):
        form.email.data = row.email or ""
    elif isinstance(form, CorrectForm):
        form.full_name.data, form.gender.data = row.full_name, row.gender or "unsaid"
        form.birthday.data = f"{row.birthday:%d/%m/%Y}" if row.birthday else ""
        form.document.data = row.id_kind or "cccd"
    elif isinstance(form, GuardianForm):
        form.full_name.data = row.guardian_name
        form.relation.data, form.document.data = row.guardian_relation, row.guardian_id_kind
    elif isinstance(form, DocumentForm):
        form.document.data = row.id_kind or "cccd"
    elif isinstance(form, RenewForm):
        form.kind.data = row.kind
