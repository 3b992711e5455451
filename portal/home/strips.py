"""The strips of covers on the home page: what is new, what is borrowed much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.search.rows import Title, load_titles
from portal.search.service import Searcher
from portal.search.state import SearchState

LENGTH = 12


@dataclass(frozen=True, slots=True)
class Strips:
    new: Sequence[Title] = ()
    popular: Sequence[Title] = ()


def strips(searcher: Searcher) -> Strips:
    """The index orders the works, so that no table is read through. Two queries.

    What was never borrowed is not popular: without loans that strip is empty.
    """
    whole = SearchState(per_page=LENGTH)
    new = [item.record_id for item in searcher.find(whole.with_sort("added"), ()).items]
    popular = [item.record_id for item in searcher.find(whole.with_sort("loans"), ()).items]
    titles = load_titles(searcher.session, [*new, *popular])
    return Strips(
        new=[titles[record_id] for record_id in new if record_id in titles],
        popular=[titles[one] for one in popular if one in titles and titles[one].loans],
    )
