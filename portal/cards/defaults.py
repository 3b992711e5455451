"""The kinds of card that a new network starts with; from then on they are edited at the desk."""

from __future__ import annotations

import csv
from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards.models import CardKind
from portal.cards.words import Audience


def load_kinds(session: Session) -> int:
    """Add what the network lacks, by code; what it has stays as it is. How many were added."""
    there = set(session.scalars(select(CardKind.code).where(CardKind.library_id.is_(None))))
    text = files("portal.cards").joinpath("data", "kinds.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    new = [_kind(row, position) for position, row in enumerate(rows) if row["code"] not in there]
    session.add_all(new)
    session.flush()
    return len(new)


def _kind(row: dict[str, str], position: int) -> CardKind:
    return CardKind(
        code=row["code"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        bring_vi=row["bring_vi"],
        bring_en=row["bring_en"],
        audience=Audience(row["audience"]),
        age_from=int(row["age_from"]),
        age_to=int(row["age_to"]) if row["age_to"] else None,
        documents=row["documents"],
        months_valid=int(row["months_valid"]),
        email_needed=row["email_needed"] == "1",
        phone_needed=row["phone_needed"] == "1",
        position=position,
    )
