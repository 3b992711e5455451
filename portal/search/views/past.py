"""The latest searches as a page lists them."""

from __future__ import annotations

from dataclasses import dataclass

from portal.i18n import gettext as _
from portal.i18n import ngettext
from portal.libraries.branches import Network
from portal.search.history import read_query_string
from portal.search.labels import field_text
from portal.search.state import SearchState
from portal.search.views.context import history
from portal.search.views.links import results_url


@dataclass(frozen=True, slots=True)
class PastSearch:
    text: str
    note: str
    url: str


def past_searches(network: Network) -> list[PastSearch]:
    """Newest first; nothing of them is kept on the server."""
    states = [read_query_string(text) for text in history()]
    return [
        PastSearch(state.q or _("Tất cả tài liệu"), _note(network, state), results_url(state))
        for state in states
    ]


def _note(network: Network, state: SearchState) -> str:
    libraries = [
        branch.label for code in state.chosen.get("library", ()) if (branch := network.find(code))
    ]
    limits = sum(len(held) for name, held in state.chosen.items() if name != "library")
    limits += state.available + bool(state.year_from or state.year_to)
    parts = [field_text(state.field)] if state.field else []
    parts += libraries[:1]
    if limits:
        parts.append(ngettext("%(num)s giới hạn", "%(num)s giới hạn", limits))
    return ", ".join(parts)
