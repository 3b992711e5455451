"""The choosers beside the search box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.i18n import gettext as _
from portal.libraries.branches import Branch, Network
from portal.libraries.kinds import LibraryKind
from portal.search.labels import field_text
from portal.search.state import SearchState

# In the order in which readers need them; the others are for the advanced form.
BOX_FIELDS = ("", "title", "agent", "subject", "series", "publisher", "isbn", "call")
ADVANCED_FIELDS = ("", "title", "agent", "subject", "series", "publisher", "note", "isbn", "call",
                   "barcode")  # fmt: skip

SCOPE_KINDS = (LibraryKind.CITY, LibraryKind.REGIONAL)

Choices = tuple[tuple[str, str], ...]


def field_choices(names: tuple[str, ...] = BOX_FIELDS) -> Choices:
    return tuple((name, field_text(name)) for name in names)


def scope_choices(network: Network, mine: Branch | None, chosen: tuple[str, ...] = ()) -> Choices:
    """All, mine, then the libraries of some size; a small one only when it is the one chosen."""
    found = [("", _("Mọi thư viện"))]
    if mine:
        found.append((mine.code, _("Thư viện của tôi: %(name)s", name=mine.label)))
    known = {code for code, _text in found}
    found += [
        (branch.code, branch.label)
        for branch in network.branches
        if branch.code not in known
        and (branch.code in chosen or (branch.kind in SCOPE_KINDS and not branch.closed_since))
    ]
    return tuple(found)


def search_box_values(
    state: SearchState, network: Network, mine: Branch | None
) -> Mapping[str, Any]:
    """Arguments of the macro `search_box` for a state."""
    libraries = state.chosen.get("library", ())
    names = BOX_FIELDS if state.field in BOX_FIELDS else (*BOX_FIELDS, state.field)
    return {
        "q": state.q,
        "fields": field_choices(names),
        "field": state.field,
        "scopes": scope_choices(network, mine, libraries),
        "scope": libraries[0] if len(libraries) == 1 else "",
    }
