"""Pages of cards for readers: registering, how it stands, and what becomes of one's own."""

from portal.cards.views import (
    applying,
    confirming,
    of_account,
    own,
    own_consents,
    own_details,
    own_digital,
    own_leaving,
    school_class,
    school_confirm,
    statuses,
)
from portal.cards.views.blueprint import bp

__all__ = [
    "applying",
    "bp",
    "confirming",
    "of_account",
    "own",
    "own_consents",
    "own_details",
    "own_digital",
    "own_leaving",
    "school_class",
    "school_confirm",
    "statuses",
]
