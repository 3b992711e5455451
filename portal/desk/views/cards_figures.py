"""Cards for the monthly report, on the page and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, request
from flask.typing import ResponseReturnValue

from portal.cards.ages import add_months
from portal.clock import today
from portal.db import db
from portal.desk.card_figures import Cell, Line, csv_file, lines, total, xlsx_file
from portal.desk.presenters import library_text
from portal.desk.views.at_library import asked_library, library_id, settings_page
from portal.desk.views.blueprint import bp
from portal.i18n import gettext as _
from portal.libraries.branches import Branch
from portal.libraries.mine import current_network
from portal.web.access import staff

BACK = 36  # months that can be chosen
AT_ONCE = 12  # months on one page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures. first, last: the first days of the months they go from and to."""

    at: Branch | None
    first: date
    last: date

    def lines(self) -> Sequence[Line]:
        """In the order of the directory."""
        places = current_network().places
        found = lines(db.session, self.first, self.last, library_id(self.at))
        return sorted(found, key=lambda one: (places.get(one.library_id, 0), one.month, one.child))

    def file_name(self, ending: str) -> str:
        where = self.at.code.lower() if self.at else "ha-noi"
        return f"the-{where}-{self.first:%Y-%m}-{self.last:%Y-%m}.{ending}"


@bp.get("/quay/the/so-lieu")
@staff()
def card_figures() -> str:
    """A library's figures, this year's unless asked otherwise; or those of all, this month's."""
    asked = _asked()
    found = asked.lines()
    return settings_page(
        "figures",
        asked.at,
        asked=asked,
        lines=found,
        total=total(found),
        months=_months(),
        headings=_headings(),
    )


@bp.get("/quay/the/so-lieu.csv")
@staff()
def card_figures_csv() -> ResponseReturnValue:
    asked = _asked()
    return _file(asked, csv_file(_rows(asked)), "csv", "text/csv; charset=utf-8")


@bp.get("/quay/the/so-lieu.xlsx")
@staff()
def card_figures_xlsx() -> ResponseReturnValue:
    asked = _asked()
    return _file(asked, xlsx_file(_rows(asked)), "xlsx", XLSX)


def _asked() -> Asked:
    at, months = asked_library(), _months()
    named = {f"{month:%Y-%m}": month for month in months}
    first = named.get(request.args.get("tu", ""), months[0].replace(month=1) if at else months[0])
    last = named.get(request.args.get("den", ""), months[0])
    first, last = min(first, last), max(first, last)
    return Asked(at, max(first, add_months(last, 1 - AT_ONCE)), last)


def _months() -> list[date]:
    """Those that can be asked for, the present one first."""
    present = today().replace(day=1)
    return [add_months(present, -back) for back in range(BACK)]


def _headings() -> list[str]:
    return [
        _("Cấp mới"),
        _("Cấp mới, năm trước"),
        _("Gia hạn"),
        _("Gia hạn, năm trước"),
        _("Cấp lại"),
        _("Cấp lại, năm trước"),
    ]


def _rows(asked: Asked) -> list[list[Cell]]:
    """The table as cells, headings first; months as 2026-11."""
    network = current_network()
    rows: list[list[Cell]] = [[_("Thư viện"), _("Tháng"), _("Bạn đọc"), *_headings()]]
    for one in asked.lines():
        where, who = (
            library_text(network, one.library_id),
            _("Trẻ em") if one.child else _("Người lớn"),
        )
        counts = [count for pair in zip(one.now, one.before, strict=True) for count in pair]
        rows.append([where, f"{one.month:%Y-%m}", who, *counts])
    return rows


def _file(asked: Asked, contents: bytes, ending: str, kind: str) -> Response:
    response = Response(contents, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{asked.file_name(ending)}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
