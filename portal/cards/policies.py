"""How a library handles cards: the network's way, and what a library does otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, case, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.cards.models import CardPolicy

T = TypeVar("T")

NETWORK = 0  # the row of the network


@dataclass(frozen=True, slots=True)
class Policy:
    """A library's policy, whole. The defaults are those of a network that set nothing yet."""

    adult_age: int = 16
    consent_age: int = 7
    provisional_at_once: bool = True
    days_provisional: int = 30
    hours_unverified: int = 24
    days_rejected: int = 30
    days_never_shown: int = 90
    years_closed: int = 2
    days_renewal: int = 60


FIELDS: tuple[str, ...] = tuple(one.name for one in fields(Policy))

LIMITS: Mapping[str, tuple[int, int]] = {
    "adult_age": (1, 30),
    "consent_age": (1, 30),
    "days_provisional": (1, 365),
    "hours_unverified": (1, 24 * 14),
    "days_rejected": (1, 3650),
    "days_never_shown": (1, 3650),
    "years_closed": (0, 30),
    "days_renewal": (0, 3650),
}
"""Least and most of each number."""


def policy_of(session: Session, library_id: int | None) -> Policy:
    """The policy of a library; of the network for None."""
    wanted = {NETWORK, library_id or NETWORK}
    rows = session.scalars(select(CardPolicy).where(CardPolicy.id.in_(wanted))).all()
    return _whole(sorted(rows, key=lambda row: row.id))


def policies(session: Session) -> Mapping[int | None, Policy]:
    """Every policy there is, by library; None is the network's."""
    rows = {row.id: row for row in session.scalars(select(CardPolicy))}
    network = [rows[NETWORK]] if NETWORK in rows else []
    own = {row.library_id: _whole([*network, row]) for row in rows.values()}
    return {**own, None: _whole(network)}


def per_library(
    found: Mapping[int | None, Policy],
    library: InstrumentedAttribute[int],
    compared: InstrumentedAttribute[Any],
    value: Callable[[Policy], T],
) -> ColumnElement[T]:
    """What the policy of a row's library says, in SQL, so that one statement asks about all rows.

    found: of `policies`. compared: the column it is compared with, for its type.
    """
    everywhere = value(found[None])
    otherwise: dict[T, list[int]] = {}
    for library_id, policy in found.items():
        if library_id is not None and (own := value(policy)) != everywhere:
            otherwise.setdefault(own, []).append(library_id)
    ways = [(library.in_(ids), literal(own, compared.type)) for own, ids in otherwise.items()]
    rest = literal(everywhere, compared.type)
    return case(*ways, else_=rest) if ways else rest


def own_values(session: Session, library_id: int | None) -> Mapping[str, Any]:
    """What a library (or the network) sets itself; None where it follows."""
    row = session.get(CardPolicy, library_id or NETWORK)
    return {name: getattr(row, name, None) for name in FIELDS}


def version_of(session: Session, library_id: int | None) -> int:
    """The version a page of settings was made from; 0 where nothing was set yet."""
    row = session.get(CardPolicy, library_id or NETWORK)
    return row.version if row else 0


def _whole(rows: list[CardPolicy]) -> Policy:
    """Later rows go before earlier ones, and those before the defaults."""
    values: dict[str, Any] = {}
    for row in rows:
        values |= {name: value for name in FIELDS if (value := getattr(row, name)) is not None}
    return Policy(**values)
