"""What the pages of an account show of its cards: all that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.accounts.views.parts import Part, reads
from portal.cards.export_texts import Told, readable


@reads("cards")
def data(kept: Mapping[str, Any]) -> Part:
    told: list[tuple[str, Told]] = [(one["full_name"], readable(one)) for one in kept["kept"]]
    return Part("cards/_of_account.html", {"cards": told, "of_age": kept["of_age"]})
