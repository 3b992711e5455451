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
    """The libraries of a network during one minute."""

    network: Network
    minute: datetime
    _badges: dict[tuple[int, str], OpenBadge] = field(default_factory=dict)

    def badge(self, branch: Branch) -> OpenBadge:
        asked = branch.id, locale_code()
        found = self._badges.get(asked)
        if found is None:
            found = self._badges[asked] = open_badge(branch, self.minute)
        return found

    def is_open(self, branch: Branch) -> bool:
        return self.badge(branch).state == OpenState.OPEN


_kept: Doors | None = None  # one slot a process: replaced whole, threads share it


def doors(network: Network, moment: datetime) -> Doors:
    """Those of a network at a moment."""
    global _kept
    kept, minute = _kept, moment.replace(second=0, microsecond=0)
    if kept is None or kept.network is not network or kept.minute != minute:
        kept = _kept = Doors(network, minute)
    return kept
