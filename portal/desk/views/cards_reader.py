"""A reader's page, and what belongs to it: the photo, the card on paper."""

from __future__ import annotations

import io
from collections.abc import Sequence

from flask import Response, abort, render_template, request, send_file

from portal.cards.finding import Hit
from portal.cards.portraits import portrait_here
from portal.cards.printing import card_pdf
from portal.cards.reach import may_see
from portal.db import db
from portal.desk.card_forms import ActForm
from portal.desk.card_page import reader_page
from portal.desk.card_verbs import Verb
from portal.desk.printing import printed
from portal.desk.views.blueprint import NUMBER, bp, look_closely, my_clerk
from portal.i18n import locale_code, speaking
from portal.web.access import staff
from portal.web.refusals import Explanation

PDF = "application/pdf"


@bp.get(f"/quay/the/<{NUMBER}:borrower_id>")
@staff()
def card_reader(borrower_id: int) -> str:
    """All of a reader, and the buttons of what may be done now."""
    look_closely()
    return shown(borrower_id)


def shown(
    borrower_id: int,
    tried: tuple[Verb, ActForm] | None = None,
    told: Explanation | None = None,
    others: Sequence[Hit] = (),
) -> str:
    """The page; after a refusal with the form as it was typed, and who it is that has what was
    typed. The look is written down.
    """
    page = reader_page(db.session, my_clerk(), borrower_id, tried)
    kind = page.kinds.get(page.overview.row.kind)
    kind_name = kind.name(locale_code()) if kind else page.overview.row.kind
    text = render_template(
        "desk/cards_reader.html",
        page=page,
        row=page.overview.row,
        kind=kind,
        kind_name=kind_name,
        tried=tried[0].name if tried else None,
        told=told,
        others=others,
        found=request.args.get("tim", ""),
    )
    db.session.commit()
    return text


@bp.get(f"/quay/the/<{NUMBER}:borrower_id>/anh.jpg")
@staff()
def card_portrait(borrower_id: int) -> Response:
    look_closely()
    jpeg = portrait_here(db.session, my_clerk(), borrower_id)
    db.session.commit()  # the look
    if jpeg is None:
        abort(404)
    return send_file(io.BytesIO(jpeg), "image/jpeg")


@bp.get(f"/quay/the/<{NUMBER}:borrower_id>/the.pdf")
@staff()
def card_print(borrower_id: int) -> Response:
    """The card, in the reader's language."""
    look_closely()
    row = may_see(db.session, my_clerk(), borrower_id)
    cards, locale = printed(db.session, [row]), row.locale
    db.session.commit()  # the look
    if not cards:
        abort(404)
    with speaking(locale):
        made = card_pdf(*cards)
    return send_file(io.BytesIO(made), PDF, download_name=f"{cards[0].number}.pdf")
