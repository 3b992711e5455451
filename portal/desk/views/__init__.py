"""Pages of the desk; what its refusals say is registered with them."""

from portal.desk import refusal_texts
from portal.desk.views import (
    card_figures,
    card_kinds,
    card_policy,
    matches,
    merges,
    overview,
    staff,
    texts,
)
from portal.desk.views.blueprint import bp

__all__ = [
    "bp",
    "card_figures",
    "card_kinds",
    "card_policy",
    "matches",
    "merges",
    "overview",
    "refusal_texts",
    "staff",
    "texts",
]
