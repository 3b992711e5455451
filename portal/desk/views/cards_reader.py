"""A reader's page, and what belongs to it: the photo, the card on paper, the first password."""

from __future__ import annotations

import io
from collections.abc import Sequence

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.presenters import qr_image
from portal.cards.finding import Hit
from portal.cards.issuing import PasswordChosen, first_password
from portal.cards.moving import borrower
from portal.cards.portraits import portrait_here
from portal.cards.printing import card_pdf
from portal.cards.reach import may_see
from portal.cards.refusals import NoSuchBorrower, NotPossible, NotYours
from portal.db import db
from portal.desk.card_forms import ActForm
from portal.desk.card_page import reader_page
from portal.desk.card_verbs import Verb
from portal.desk.printing import printed
from portal.desk.views.blueprint import NUMBER, bp, look_closely, my_clerk
from portal.i18n import gettext as _
from portal.i18n import locale_code, speaking
from portal.web.access import staff
from portal.web.refusals import Explanation, explain

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
    try:
        page = reader_page(db.session, my_clerk(), borrower_id, tried)
    except NotYours:
        abort(403)
    except NoSuchBorrower:
        abort(404)
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
    try:
        jpeg = portrait_here(db.session, my_clerk(), borrower_id)
    except NotYours:
        abort(403)
    except NoSuchBorrower:
        abort(404)
    db.session.commit()  # the look
    if jpeg is None:
        abort(404)
    return send_file(io.BytesIO(jpeg), "image/jpeg")


@bp.get(f"/quay/the/<{NUMBER}:borrower_id>/the.pdf")
@staff()
def card_print(borrower_id: int) -> Response:
    """The card, in the reader's language."""
    look_closely()
    try:
        row = may_see(db.session, my_clerk(), borrower_id)
    except NotYours:
        abort(403)
    except NoSuchBorrower:
        abort(404)
    cards, locale = printed(db.session, [row]), row.locale
    db.session.commit()  # the look
    if not cards:
        abort(404)
    with speaking(locale):
        made = card_pdf(*cards)
    return send_file(io.BytesIO(made), PDF, download_name=f"{cards[0].number}.pdf")


@bp.post(f"/quay/the/<{NUMBER}:borrower_id>/mat-khau")
@staff()
def card_password(borrower_id: int) -> ResponseReturnValue:
    """A link to choose the first password, on a page to print; it is shown this once.

    Who has an address gets it there.
    """
    back = redirect(url_for("desk.card_reader", borrower_id=borrower_id), 303)
    try:
        token = first_password(db.session, my_clerk(), borrower_id)
    except NotYours:
        abort(403)
    except NoSuchBorrower:
        abort(404)
    except (NotPossible, PasswordChosen) as refused:
        db.session.rollback()
        told = explain(refused)
        flash(f"{told.title} {told.next_step}", "info")
        return back
    db.session.commit()
    if token is None:
        flash(_("Đã gửi đường dẫn đặt mật khẩu tới email của bạn đọc."), "success")
        return back
    link = url_for("accounts.new_password", token=token, _external=True)
    return render_template(
        "desk/cards_password.html",
        row=borrower(db.session, borrower_id),
        link=link,
        picture=qr_image(link),
    )
