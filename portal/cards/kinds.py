"""Kinds of card: what a library offers, to whom, for what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.cards.ages import fits
from portal.cards.models import CardKind
from portal.cards.words import Audience, Document


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind as a library has it. Money in đồng, ages in full years.

    `library_id`: whose row it is, None where the library follows the network.
    """

    code: str
    library_id: int | None
    name_vi: str
    name_en: str
    bring_vi: str
    bring_en: str
    audience: Audience
    age_from: int
    age_to: int | None
    documents: tuple[Document, ...]
    fee: int
    deposit: int
    months_valid: int
    email_needed: bool
    phone_needed: bool
    offered: bool
    position: int
    version: int

    def name(self, locale: str) -> str:
        return self.name_en if locale == "en" else self.name_vi

    def bring(self, locale: str) -> str:
        """The one line that says what to bring."""
        return self.bring_en if locale == "en" else self.bring_vi

    def suits(self, birthday: date, today: date, *, child: bool) -> bool:
        """Whether somebody may ask for it."""
        audiences = {Audience.ANYONE, Audience.CHILD if child else Audience.ADULT}
        return self.audience in audiences and fits(birthday, today, self.age_from, self.age_to)


def kinds_of(session: Session, library_id: int | None, *, offered: bool = True) -> list[Kind]:
    """The kinds of a library, in its order; with `offered` False those given up as well."""
    query = select(CardKind).where(
        or_(CardKind.library_id.is_(None), CardKind.library_id == library_id)
    )
    found = _nearest(session.scalars(query))
    return sorted(
        (kind for kind in found if kind.offered or not offered),
        key=lambda kind: (kind.position, kind.code),
    )


def kind_of(session: Session, library_id: int | None, code: str) -> Kind | None:
    """One kind as a library has it, given up or not; None where there is none of this code."""
    query = select(CardKind).where(
        CardKind.code == code,
        or_(CardKind.library_id.is_(None), CardKind.library_id == library_id),
    )
    return next(iter(_nearest(session.scalars(query))), None)


def kinds_named(
    session: Session, wanted: Collection[tuple[int, str]]
) -> Mapping[tuple[int, str], Kind]:
    """(library, code) → kind, for cards of several libraries at once."""
    rows = session.scalars(
        select(CardKind).where(CardKind.code.in_({code for _, code in wanted}))
    ).all()
    found = {}
    for library_id, code in wanted:
        own = (row for row in rows if row.code == code and row.library_id in (None, library_id))
        if kinds := _nearest(own):
            found[library_id, code] = kinds[0]
    return found


def _nearest(rows: Iterable[CardKind]) -> list[Kind]:
    """One kind of each code: the library's own goes before the network's."""
    ordered = sorted(rows, key=lambda row: row.library_id is not None)
    return [_kind(row) for row in {row.code: row for row in ordered}.values()]


def _kind(row: CardKind) -> Kind:
    return Kind(
        code=row.code,
        library_id=row.library_id,
        name_vi=row.name_vi,
        name_en=row.name_en,
        bring_vi=row.bring_vi,
        bring_en=row.bring_en,
        audience=row.audience,
        age_from=row.age_from,
        age_to=row.age_to,
        documents=tuple(one for one in Document if one in row.documents.split()),
        fee=row.fee,
        deposit=row.deposit,
        months_valid=row.months_valid,
        email_needed=row.email_needed,
        phone_needed=row.phone_needed,
        offered=row.offered,
        position=row.position,
        version=row.version,
    )
