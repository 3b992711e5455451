"""The record for librarians: MARC as each library sent it, MARC made here, and ISBD."""

from __future__ import annotations

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from portal.catalogue.describing import Described, describe
from portal.catalogue.isbd import Description, isbd, responsibility
from portal.catalogue.marc_making import marc_of
from portal.catalogue.marc_view import ISO2709, lines_of, sent, sources_of
from portal.catalogue.models import SourceRecord
from portal.catalogue.presenters import full_title, issn_text, year_text
from portal.catalogue.views.blueprint import LARGEST_ID, bp
from portal.catalogue.views.record import gone
from portal.db import db
from portal.libraries.mine import current_network
from portal.web.access import public
from portal.web.limits import crawl_budget

MARC_TYPE = "application/marc"
NUMBER = f"<int(max={LARGEST_ID}):record_id>"


@bp.get(f"/tai-lieu/{NUMBER}/marc")
@public
@crawl_budget
def marc(record_id: int) -> ResponseReturnValue:
    """The union's own record, then each library's source."""
    described = describe(db.session, record_id)
    if described is None:
        return gone(record_id, "catalogue.marc")
    return render_template(
        "catalogue/marc.html",
        record=described.record,
        title=full_title(described.record),
        made=lines_of(marc_of(described)),
        sources=[sent(source) for source in sources_of(db.session, record_id)],
        network=current_network(),
        iso2709=ISO2709,
    )


@bp.get(f"/tai-lieu/{NUMBER}/marc.mrc")
@public
@crawl_budget
def marc_file(record_id: int) -> ResponseReturnValue:
    """The union's record as an ISO 2709 file."""
    described = describe(db.session, record_id)
    if described is None:
        return gone(record_id, "catalogue.marc_file")
    return _file(bytes(marc_of(described).as_marc()), f"{record_id}.mrc")


@bp.get(f"/tai-lieu/{NUMBER}/nguon/<int(max={LARGEST_ID}):source_id>.mrc")
@public
@crawl_budget
def source_file(record_id: int, source_id: int) -> Response:
    """What a library sent, byte for byte; only where it sent MARC."""
    source = db.session.get(SourceRecord, source_id)
    if source is None or source.record_id != record_id or source.format != ISO2709:
        abort(404)
    return _file(source.raw, f"{record_id}-{source_id}.mrc")


@bp.get(f"/tai-lieu/{NUMBER}/isbd")
@public
@crawl_budget
def isbd_page(record_id: int) -> ResponseReturnValue:
    """The description in one paragraph, as bibliographies print it."""
    described = describe(db.session, record_id)
    if described is None:
        return gone(record_id, "catalogue.isbd_page")
    return render_template(
        "catalogue/isbd.html",
        record=described.record,
        title=full_title(described.record),
        text=isbd(description_of(described)),
        topics=described.topics,
    )


def description_of(described: Described) -> Description:
    own = described.record
    stated = own.responsibility or responsibility(
        [(credit.name, credit.role) for credit in described.credits]
    )
    return Description(
        title=own.title,
        subtitle=own.subtitle or "",
        volume=own.volume or "",
        part_title=own.part_title or "",
        responsibility=stated,
        edition=own.edition or "",
        place=own.place or "",
        publisher=own.publisher or "",
        year=year_text(own),
        extent=own.extent or "",
        size=own.size or "",
        series=own.series or "",
        series_number=own.series_number or "",
        original_title=own.original_title or "",
        isbns=described.isbns,
        issns=tuple(map(issn_text, described.issns)),
        notes=tuple(filter(None, (own.notes or "").split("\n"))),
    )


def _file(content: bytes, name: str) -> Response:
    response = Response(content, mimetype=MARC_TYPE)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
