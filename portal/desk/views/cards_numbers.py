"""Ranges of card numbers, and blanks for a desk that works without the network."""

from __future__ import annotations

import io

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from portal.cards.numbering import open_range, ranges
from portal.cards.offline import TooFewLeft, hand_out
from portal.cards.printing import blanks_pdf
from portal.db import db
from portal.desk.number_forms import BlanksForm, DeskForm
from portal.desk.views.at_library import address, asked_library, library_id, settings_page
from portal.desk.views.blueprint import attempt, bp
from portal.desk.views.cards_kinds import SETTERS
from portal.desk.views.cards_reader import PDF
from portal.i18n import SOURCE, speaking
from portal.i18n import gettext as _
from portal.libraries.branches import Branch
from portal.web.access import staff
from portal.web.refusals import explain


@bp.get("/quay/the/so")
@staff(*SETTERS)
def number_ranges() -> str:
    """The ranges of a library, or of all, and how many numbers each has left."""
    return _page(asked_library())


@bp.post("/quay/the/so")
@staff(*SETTERS)
def open_desk_range() -> ResponseReturnValue:
    at, form = _one_library(), DeskForm()
    if not form.validate():
        return _page(at, desk=form), 422

    def opened() -> str:
        prefix = open_range(db.session, at.id, desk=form.desk.data)
        return _("Đã mở dải %(prefix)s cho %(desk)s.", prefix=prefix, desk=form.desk.data)

    return attempt(opened, address(".number_ranges", at))


@bp.post("/quay/the/so/phoi")
@staff(*SETTERS)
def print_blanks() -> ResponseReturnValue:
    """Sheets of blanks. Sent twice, the second has the next numbers: none is printed twice."""
    at, form = _one_library(), BlanksForm()
    form.offer(ranges(db.session, at.id))
    if not form.validate():
        return _page(at, blanks=form), 422
    try:
        numbers = hand_out(db.session, at.id, form.number_range.data, form.count.data)
    except TooFewLeft as few:
        db.session.rollback()
        form.count.errors = [explain(few).rule]
        return _page(at, blanks=form), 422
    db.session.commit()  # what is not printed after all is skipped
    with speaking(SOURCE):  # nobody knows yet who will read them
        made = blanks_pdf(at.name, numbers)
    name = f"phoi-the-{numbers[0]}-{numbers[-1]}.pdf"
    return send_file(io.BytesIO(made), PDF, as_attachment=True, download_name=name)


def _one_library() -> Branch:
    return asked_library() or abort(404)


def _page(at: Branch | None, desk: DeskForm | None = None, blanks: BlanksForm | None = None) -> str:
    rows = ranges(db.session, library_id(at))
    blanks = blanks or BlanksForm(None)
    return settings_page(
        "numbers",
        at,
        rows=rows,
        desk_form=desk or DeskForm(None),
        blanks_form=blanks if blanks.offer(rows) else None,
    )
