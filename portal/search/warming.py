"""What a generation works out once, worked out before it serves.

Alphabetical orders, where each record stands, and a look at all that facets are counted from: left
to the first readers who need them, they cost each of them a part of a second. Nothing here looks at
what can be had now, which is not known yet.
"""

from __future__ import annotations

from portal.search.columns import ORDERS
from portal.search.engine import Request, search
from portal.search.facets import FACETS
from portal.search.query import parse
from portal.search.snapshot import Snapshot


def warm(snapshot: Snapshot) -> None:
    for name in ORDERS:
        snapshot.order(name)
    snapshot.documents_of([])
    search(snapshot, Request(parse(""), facets=tuple(FACETS)), lambda text, kind: [])
