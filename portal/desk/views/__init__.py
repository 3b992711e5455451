"""Pages of the desk; what its refusals say is registered with them."""

from portal.desk import refusal_texts
from portal.desk.views import (
    cards_acts,
    cards_classes,
    cards_figures,
    cards_kinds,
    cards_numbers,
    cards_pairs,
    cards_passwords,
    cards_policy,
    cards_queue,
    cards_reader,
    cards_walk_in,
    matches,
    merges,
    overview,
    staff,
    texts,
)
from portal.desk.views.blueprint import bp

__all__ = [
    "bp",
    "cards_acts",
    "cards_classes",
    "cards_figures",
    "cards_kinds",
    "cards_numbers",
    "cards_pairs",
    "cards_passwords",
    "cards_policy",
    "cards_queue",
    "cards_reader",
    "cards_walk_in",
    "matches",
    "merges",
    "overview",
    "refusal_texts",
    "staff",
    "texts",
]
