"""The limits beside the results: groups of values, chips of what is chosen, all of them links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.clock import now
from portal.i18n import gettext as _
from portal.libraries.branches import Branch
from portal.libraries.presenters import OpenBadge
from portal.search import values
from portal.search.engine import Found
from portal.search.facets import FACETS
from portal.search.labels import all_labels, facet_text
from portal.search.service import Searcher
from portal.search.state import SearchState
from portal.search.views.doors import doors
from portal.search.views.links import facet_urls, results_url
from portal.web.addresses import page_path, query

SHOWN = 6  # values of a facet beside the results
SHOWN_CLASSES = 30  # of the classification below a chosen class


@dataclass(frozen=True, slots=True)
class Option:
    label: str
    count: int | None
    url: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Group:
    """As the macro `facet` wants it."""

    key: str
    label: str
    options: tuple[Option, ...]
    more_url: str | None
    search: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    group: str
    label: str
    remove_url: str


def facets_for(state: SearchState) -> tuple[str, ...]:
    """Rooms only make sense inside a library that is chosen."""
    with_rooms = "library" in state.chosen or "room" in state.chosen
    return tuple(name for name in FACETS if name != "room" or with_rooms)


def toggled(state: SearchState, name: str, value: str) -> tuple[str, ...]:
    """The values of a facet with one chosen or dropped. A class of DDC takes the place of those
    above and below it.
    """
    held = state.chosen.get(name, ())
    if value in held:
        return tuple(kept for kept in held if kept != value)
    if name == "ddc":
        held = tuple(
            kept for kept in held if not (kept.startswith(value) or value.startswith(kept))
        )
    return (*held, value)


@dataclass(frozen=True, slots=True)
class _Facet:
    """What a group is made of. picked: the values chosen and what they stand for."""

    name: str
    picked: dict[str, int | None]
    shown: list[tuple[int, int | None]]
    total: int


@dataclass(frozen=True, slots=True)
class Panel:
    """Built once for a page: every label it needs is fetched in one go."""

    groups: tuple[Group, ...]
    chips: tuple[Chip, ...]


def panel(searcher: Searcher, state: SearchState, found: Found) -> Panel:
    """The groups with their counts and the chips of a result."""
    facets = [_facet(searcher, state, name, found) for name in FACETS]
    wanted = {facet.name: [number for number, _count in facet.shown] for facet in facets}
    named = all_labels(searcher.session, searcher.network, wanted)
    groups = (_group(searcher, state, facet, named[facet.name]) for facet in facets)
    useful = tuple(group for group in groups if _narrows(group, found.total))
    chips = [chip for facet in facets for chip in _chips(state, facet, named[facet.name])]
    return Panel(useful, (*chips, *_other_chips(state)))


def _facet(searcher: Searcher, state: SearchState, name: str, found: Found) -> _Facet:
    counts = _allowed(searcher, state, name, found.facets.get(name, []))
    chosen = state.chosen.get(name, ())
    picked = {value: values.number(searcher.network, name, value) for value in chosen}
    shown = _shown(name, counts, [number for number in picked.values() if number is not None])
    return _Facet(name, picked, shown, len(counts))


def _narrows(group: Group, total: int) -> bool:
    """One value that everything has leaves nothing to choose."""
    if len(group.options) == 1:
        return group.options[0].selected or group.options[0].count != total
    return bool(group.options)


def _allowed(
    searcher: Searcher, state: SearchState, name: str, counts: Sequence[tuple[int, int]]
) -> Sequence[tuple[int, int]]:
    """Of rooms only those of the chosen libraries: others hold the same works, too."""
    libraries = [searcher.network.find(code) for code in state.chosen.get("library", ())]
    rooms = {room.id for branch in libraries if branch for room in branch.rooms}
    if name != "room" or not rooms:
        return counts
    return [pair for pair in counts if pair[0] in rooms]


def _shown(
    name: str, counts: Sequence[tuple[int, int]], chosen: Sequence[int]
) -> list[tuple[int, int | None]]:
    """The values to show: those chosen, found or not, and the most frequent."""
    if name == "ddc":
        most = SHOWN_CLASSES if chosen else SHOWN
        ordered: list[tuple[int, int | None]] = [*counts[:most]]
        present = {number for number, _count in ordered}
        ordered += [(number, None) for number in chosen if number not in present]
        return sorted(ordered, key=lambda pair: str(pair[0]))
    by_number = dict(counts) if chosen else {}  # there may be very many authors
    first = [(number, by_number.get(number)) for number in dict.fromkeys(chosen)]
    rest = [pair for pair in counts[: SHOWN + len(first)] if pair[0] not in chosen]
    return [*first, *rest[: max(SHOWN - len(first), 0)]]


def _group(searcher: Searcher, state: SearchState, facet: _Facet, named: dict[int, str]) -> Group:
    name, options = facet.name, []
    url = facet_urls(state, name)
    for number, count in facet.shown:
        value = values.text(searcher.network, name, number)
        if value is not None and number in named:
            chosen = url(toggled(state, name, value))
            options.append(Option(named[number], count, chosen, state.has(name, value)))
    more = None
    if facet.total > len(facet.shown):
        more = page_path("search.facet", facet=name) + query(state.with_page(1).parameters())
    return Group(name, facet_text(name), tuple(options), more)


def _chips(state: SearchState, facet: _Facet, named: dict[int, str]) -> Iterator[Chip]:
    for value, number in facet.picked.items():
        label = named.get(number) if number is not None else None
        text = label or _("%(value)s (không có trong mục lục)", value=value)
        without = results_url(state.without_value(facet.name, value))
        yield Chip(facet_text(facet.name), text, without)


def _other_chips(state: SearchState) -> Iterator[Chip]:
    if state.year_from is not None or state.year_to is not None:
        without = results_url(state.with_years(None, None))
        yield Chip(_("Năm xuất bản"), years_text(state.year_from, state.year_to), without)


def years_text(first: int | None, last: int | None) -> str:
    if first is None:
        return _("đến %(year)s", year=last)
    if last is None:
        return _("từ %(year)s", year=first)
    return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Today:
    """The switch «còn sách hôm nay»: where it looks, and how many works it leaves."""

    on: bool
    where: str
    total: int
    url: str
    only: OpenBadge | None
    """Of the one library chosen: its doors are told of here, once for all rows."""


def today_switch(
    searcher: Searcher, state: SearchState, mine: Branch | None, found: Found
) -> Today | None:
    """None where there is nothing to narrow."""
    if not found.total and not state.available:
        return None
    count = found.today or 0
    url = results_url(state.with_available(not state.available))
    codes = state.chosen.get("library", ())
    only = searcher.network.find(codes[0]) if len(codes) == 1 else None
    badge = doors(searcher.network, now()).badge(only) if only else None
    return Today(state.available, _where(searcher, state, mine), count, url, badge)


def _where(searcher: Searcher, state: SearchState, mine: Branch | None) -> str:
    chosen = [
        branch.label
        for code in state.chosen.get("library", ())
        if (branch := searcher.network.find(code))
    ]
    if len(chosen) > 2:
        return _("tại các thư viện đang chọn")
    if chosen:
        return _("tại %(libraries)s", libraries=_(" hoặc ").join(chosen))
    if mine:
        return _("tại %(libraries)s", libraries=mine.label)
    return _("ở thư viện bất kỳ")
