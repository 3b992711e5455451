"""A form that was left half filled: sealed, and kept by the reader's own browser for a day.

Nothing of somebody who never sent it lies on the server, so nothing has to be erased there. Pure.
"""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from portal.sealing import CannotOpen, open_sealed, seal

KEPT_FOR: Final = timedelta(hours=24)
LONGEST: Final = 3800
"""Characters of a cookie's value: browsers keep 4096 bytes, its name and attributes counted in."""

_PURPOSE: Final = "card.draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """whose: for which form. values: of its fields, by name."""

    whose: str
    values: Mapping[str, str]
    saved_at: datetime

    @property
    def kept_until(self) -> datetime:
        return self.saved_at + KEPT_FOR


def sealed(draft: Draft, key: str) -> str | None:
    """The value of a cookie; None where nothing was filled in, or more than a cookie holds."""
    values = {name: value for name, value in draft.values.items() if value}
    if not values:
        return None
    told = [int(draft.saved_at.timestamp()), draft.whose, values]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    value = urlsafe_b64encode(seal(text, key, purpose=_PURPOSE)).decode()
    return value if len(value) <= LONGEST else None


def opened(value: str, key: str, moment: datetime) -> Draft | None:
    """The draft in a cookie; None once it is a day old, and for what is no draft of this portal."""
    try:
        text = open_sealed(urlsafe_b64decode(value), key, purpose=_PURPOSE)
    except (CannotOpen, binascii.Error, ValueError):
        return None
    saved, whose, values = json.loads(text)
    draft = Draft(whose, values, datetime.fromtimestamp(saved, UTC))
    return draft if draft.saved_at <= moment < draft.kept_until else None
