"""Pages of the desk; what its refusals say is registered with them."""

from portal.desk import refusal_texts
from portal.desk.views import matches, merges, overview, texts
from portal.desk.views.blueprint import bp

__all__ = ["bp", "matches", "merges", "overview", "refusal_texts", "texts"]
