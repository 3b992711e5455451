"""What the JSON API takes, and what it says of a parameter it cannot take (RFC 9457)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from flask import Response, request
from werkzeug.datastructures import MultiDict

from portal.catalogue.kinds import Material
from portal.i18n import LANGUAGES, SOURCE
from portal.i18n import gettext as _
from portal.libraries.branches import Network
from portal.search import values
from portal.search.facets import FACETS
from portal.search.query import cleaned
from portal.search.state import Complaint, SearchState
from portal.web.problems import problem

LANGUAGE = "lang"
SINGLE = ("q", "field", "year_from", "year_to", "available", "exact", "sort", "page", "per_page",
          LANGUAGE)  # fmt: skip
SEARCH = (*SINGLE, *FACETS)
LONGEST_SHOWN = 80  # characters of a refused value quoted back

Arguments = MultiDict[str, str]


def language() -> str:
    """`lang`, else what the client accepts: never the cookie of the pages, so answers can be kept
    by whoever stands between.
    """
    given = request.args.get(LANGUAGE)
    if given in LANGUAGES:
        return given
    return request.accept_languages.best_match(list(LANGUAGES), SOURCE) or SOURCE


def read_search(arguments: Arguments, network: Network) -> tuple[SearchState, list[Complaint]]:
    """The state that was asked for, its words as they are searched; and every complaint."""
    state, complaints = SearchState.read(arguments)
    found = [*misnamed(arguments, SEARCH), *complaints, *_meaningless(state, network)]
    return replace(state, q=cleaned(state.q)[0]), found


def misnamed(arguments: Arguments, allowed: Collection[str]) -> Iterator[Complaint]:
    """Parameters that do not exist, are repeated where one is meant, or name no language."""
    for name, given in arguments.lists():
        if name not in allowed:
            yield Complaint(name[:LONGEST_SHOWN], given[0][:LONGEST_SHOWN], " | ".join(allowed))
        elif name in SINGLE and len(given) > 1:
            yield Complaint(name, given[1][:LONGEST_SHOWN], _("một giá trị"))
    chosen = arguments.get(LANGUAGE)
    if chosen and chosen not in LANGUAGES:
        yield Complaint(LANGUAGE, chosen[:LONGEST_SHOWN], " | ".join(LANGUAGES))


def _meaningless(state: SearchState, network: Network) -> Iterator[Complaint]:
    for name, chosen in state.chosen.items():
        for value in chosen:
            if values.number(network, name, value) is None:
                yield Complaint(name, value, _WANTED[name]())


_WANTED = {
    "library": lambda: _("mã thư viện trong /api/v1/libraries"),
    "room": lambda: _("mã thư viện, dấu chấm, mã kho"),
    "material": lambda: " | ".join(material.name for material in Material),
    "language": lambda: _("mã ba chữ của ISO 639-2"),
    "ddc": lambda: _("một đến ba chữ số"),
    "author": lambda: _("số của tác giả"),
    "subject": lambda: _("số của chủ đề"),
}


def refused(complaints: list[Complaint]) -> Response:
    """400 with one entry in `errors` for each complaint."""
    return problem(
        400,
        _("Yêu cầu không hợp lệ"),
        _("Có tham số không dùng được: xem danh sách errors."),
        errors=[
            {"parameter": one.parameter, "value": one.value, "wanted": one.wanted}
            for one in complaints
        ],
    )
