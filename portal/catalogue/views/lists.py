"""What all lists share: the row of a work, the choice of an order, the page asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal.catalogue.presenters import full_title, lang_attribute, publication
from portal.catalogue.presenters_holdings import places_text
from portal.catalogue.works import WorkRow
from portal.i18n import ngettext
from portal.libraries.branches import Branch
from portal.libraries.mine import my_library
from portal.web.paging import Page, page_number

NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class RowView:
    """A work as the macro `result_row` takes it, and what stands under it."""

    url: str
    title: str
    subtitle: str
    lang: str
    ddc: str | None
    authors: list[tuple[str, str | None]]
    publication: list[str]
    editions: str
    availability: str
    mine: str
    """The state of the copies in my library; "" where it has none, or none is chosen."""
    loans: int


def row_view(row: WorkRow, mine: Branch | None) -> RowView:
    record = row.record
    here = row.places.get(mine.id) if mine else None
    return RowView(
        url=url_for("catalogue.record", record_id=record.id),
        title=record.title if row.volumes else full_title(record),
        subtitle=record.subtitle or "",
        lang=lang_attribute(record.language),
        ddc=record.ddc,
        authors=[
            (credit.name, url_for("catalogue.agent", agent_id=credit.agent_id))
            for credit in row.credits[:NAMES_SHOWN]
        ],
        publication=publication(record),
        editions=editions_text(row.editions, row.volumes),
        availability=places_text(row.places),
        mine=here.state if here else "",
        loans=row.loans,
    )


def editions_text(editions: int, volumes: int) -> str:
    """«12 tập, 29 ấn bản»; «và 2 ấn bản khác»; "" for the only one."""
    if volumes:
        return ", ".join(
            (
                ngettext("%(num)s tập", "%(num)s tập", volumes),
                ngettext("%(num)s ấn bản", "%(num)s ấn bản", editions),
            )
        )
    more = editions - 1
    return ngettext("và %(num)s ấn bản khác", "và %(num)s ấn bản khác", more) if more else ""


def row_views(page: Page[WorkRow]) -> list[RowView]:
    mine = my_library(request)
    return [row_view(row, mine) for row in page.items]


def asked_page() -> int:
    """The page of `trang=`; whatever is no page is the first."""
    return page_number(request.args.get("trang"))


def asked_sort(sorts: Sequence[str]) -> str:
    """The order of `xep=`, by default the first."""
    wanted = request.args.get("xep", "")
    return wanted if wanted in sorts else sorts[0]


def beyond(page: Page[Any], link: Callable[[int], str]) -> Response | None:
    """Past the end of a list: to its last page."""
    return redirect(link(page.pages)) if page.number > page.pages else None


def sort_link(endpoint: str, default: str, **values: Any) -> Callable[[str], str]:
    """Addresses of the same list in another order; the default carries none."""

    def link(sort: str) -> str:
        return url_for(endpoint, **values, xep=sort if sort != default else None)

    return link


def page_link(endpoint: str, **values: Any) -> Callable[[int], str]:
    """Addresses of the pages of a list; the first carries no number."""

    def link(number: int) -> str:
        return url_for(endpoint, **values, trang=number if number > 1 else None)

    return link
