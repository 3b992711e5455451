"""Pages of cards for readers: registering, how it stands, and what becomes of one's own."""

from portal.cards.views import own, own_consents, own_details, own_digital, own_leaving
from portal.cards.views.blueprint import bp

__all__ = ["bp", "own", "own_consents", "own_details", "own_digital", "own_leaving"]
