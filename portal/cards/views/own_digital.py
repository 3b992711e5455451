"""The card on a screen, kept on the reader's device for when there is no network; and on paper."""

from __future__ import annotations

from flask import Response, abort, current_app, make_response, render_template, send_from_directory
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.cards.barcodes import code128_svg, qr_svg
from portal.cards.numbers import grouped
from portal.cards.portraits import portrait
from portal.cards.printing import PrintedCard, card_pdf
from portal.cards.views.blueprint import bp
from portal.cards.views.mine import CARD, mine_still, one_of_mine
from portal.cards.views.remembering import on_shared_computer
from portal.clock import in_hanoi, now
from portal.db import db
from portal.i18n import date_text
from portal.web.access import public, signed_in

WORKER = "the/sw.js"


@bp.get(CARD + "/the-so")
@signed_in
def digital(borrower_id: int) -> str:
    """A number that died is no card any more: a device that kept it finds none here, and forgets.

    What is drawn here was made by the portal from digits, so it is markup.
    """
    one = one_of_mine(borrower_id)
    number = one.card.number or abort(404)
    return render_template(
        "cards/own_digital.html",
        one=one,
        number=grouped(number),
        bars=Markup(code128_svg(number)),  # noqa: S704
        qr=Markup(qr_svg(number)),  # noqa: S704
        keep=not on_shared_computer(),
        moment=f"{in_hanoi(now()):%H:%M}, {date_text(now())}",
    )


@bp.get(f"/{WORKER}")
@public
def worker() -> Response:
    """The script that answers for the card's page without a network. It stands here, and not with
    the other files, because a browser lets it answer only for what lies beside it.
    """
    folder = current_app.static_folder or ""
    response = send_from_directory(folder, "js/card-worker.js", max_age=0)
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get(CARD + "/the.pdf")
@signed_in
def printed(borrower_id: int) -> ResponseReturnValue:
    """As large as a bank card, to be printed at home."""
    one = mine_still(borrower_id)
    number = one.card.number or abort(404)
    pdf = card_pdf(
        PrintedCard(
            library=one.library,
            name=one.card.full_name,
            number=number,
            kind=one.kind_name,
            valid_until=one.card.valid_until,
            provisional_until=one.card.provisional_until,
            photo=portrait(db.session, borrower_id),
        )
    )
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="the-{number}.pdf"'
    return response
