"""The libraries of the network as the JSON API shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for

from portal.libraries.branches import Branch, Network
from portal.libraries.hours import Span, Weekly

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Json = dict[str, Any]


def libraries(network: Network, moment: datetime) -> list[Json]:
    """All of them in the order of the directory; `open_now` is as of `moment`."""
    return [_library(network, branch, moment) for branch in network.branches]


def _library(network: Network, branch: Branch, moment: datetime) -> Json:
    parent = network.parent(branch)
    return {
        "code": branch.code,
        "name": branch.name,
        "short_name": branch.short_name or None,
        "kind": branch.kind.value,
        "parent": parent.code if parent else None,
        "address": branch.address,
        "commune_code": branch.commune_code,
        "phone": branch.phone or None,
        "email": branch.email or None,
        "website": branch.website or None,
        "latitude": branch.latitude,
        "longitude": branch.longitude,
        "closed_since": branch.closed_since.isoformat() if branch.closed_since else None,
        "open_now": branch.open_at(moment).state.value,
        "hours": _week(branch.weekly),
        "rooms": [
            {
                "code": room.code,
                "name": room.name,
                "stacks": room.stacks.value,
                "use": room.use.value,
            }
            for room in branch.rooms
        ],
        "url": url_for("libraries.library", code=branch.code, _external=True),
    }


def _week(weekly: Weekly) -> Json | None:
    """Spans by weekday, [] where closed; None when the hours are not known."""
    if not weekly:
        return None
    return {
        name: [_span(span) for span in weekly.get(day, ())] for day, name in enumerate(WEEKDAYS)
    }


def _span(span: Span) -> Json:
    return {"opens": _clock(span.opens), "closes": _clock(span.closes)}


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
