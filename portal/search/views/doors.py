"""Which libraries are open: asked once a minute, not once a row.

Hours are kept in minutes, so an answer holds for the minute it was given in, in the words of each
language. It is of one network: a changed one is another value, and is asked anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from portal.i18n import locale_code
from portal.libraries.branches import Branch, Network
from portal.libraries.hours import OpenState
from portal.libraries.presenters import OpenBadge, open_badge


@dataclass(frozen=True, slots=True)
class Doors:
    """The libraries of a network during one minute, in one language."""

    network: Network
    minute: datetime
    _badges: dict[int, OpenBadge] = field(default_factory=dict)

    def badge(self, branch: Branch) -> OpenBadge:
        found = self._badges.get(branch.id)
        if found is None:
            found = self._badges[branch.id] = open_badge(branch, self.minute)
        return found

    def is_open(self, branch: Branch) -> bool:
        return self.badge(branch).state == OpenState.OPEN


_kept: dict[str, Doors] = {}  # one a language: replaced whole, threads share it


def doors(network: Network, moment: datetime) -> Doors:
    """Those of a network at a moment, in the reader's language."""
    code, minute = locale_code(), moment.replace(second=0, microsecond=0)
    kept = _kept.get(code)
    if kept is None or kept.network is not network or kept.minute != minute:
        kept = _kept[code] = Doors(network, minute)
    return kept
