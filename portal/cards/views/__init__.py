"""Pages of cards for readers: registering, how it stands, and what becomes of one's own."""

from portal.cards.views import applying, confirming, statuses
from portal.cards.views.blueprint import bp

__all__ = ["applying", "bp", "confirming", "statuses"]
