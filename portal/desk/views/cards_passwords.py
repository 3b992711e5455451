"""A link to choose a password, for a reader at the desk: shown once, on a page to print.

From the button to that page it is in the librarian's session: a page loaded again makes no other.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.presenters import qr_image
from portal.cards.desk_passwords import (
    OfStaff,
    PasswordChosen,
    StrangeDocument,
    count_document,
    first_password,
    give_document_back,
    new_password,
)
from portal.cards.reach import may_see
from portal.cards.refusals import NotPossible
from portal.cards.scanning import read_document
from portal.cards.words import Document
from portal.db import db
from portal.desk.card_forms import NewPasswordForm
from portal.desk.views.blueprint import NUMBER, bp, look_closely, my_clerk
from portal.i18n import gettext as _
from portal.i18n import ngettext
from portal.web.access import staff
from portal.web.refusals import explain

READER = f"/quay/the/<{NUMBER}:borrower_id>"
GIVEN = "desk_password_link"
"""In the session: whose link waits to be shown, and its token."""


@bp.post(f"{READER}/mat-khau")
@staff()
def card_password(borrower_id: int) -> ResponseReturnValue:
    """The first one. Who has an address gets the link there; who has chosen one is asked for the
    document.
    """
    try:
        token = first_password(db.session, my_clerk(), borrower_id)
    except (NotPossible, OfStaff) as refused:
        db.session.rollback()
        told = explain(refused)
        flash(f"{told.title} {told.next_step}", "info")
        return redirect(url_for("desk.card_reader", borrower_id=borrower_id), 303)
    except PasswordChosen as chosen:
        db.session.rollback()
        flash(explain(chosen).title, "info")
        return redirect(url_for("desk.card_new_password", borrower_id=borrower_id), 303)
    db.session.commit()
    return _given(borrower_id, token)


@bp.get(f"{READER}/quen-mat-khau")
@staff()
def card_new_password(borrower_id: int) -> str:
    look_closely()
    return _asked(borrower_id, NewPasswordForm())


@bp.post(f"{READER}/quen-mat-khau")
@staff()
def card_new_password_now(borrower_id: int) -> ResponseReturnValue:
    """In return for the document."""
    form = NewPasswordForm()
    if not form.validate():
        return _asked(borrower_id, form), 422
    number = read_document(form.number.data or "")
    if not number:
        form.number.errors = [_("Còn thiếu: %(field)s.", field=form.number.label.text)]
        return _asked(borrower_id, form), 422
    may_see(db.session, my_clerk(), borrower_id)  # else nobody's tries are used up
    wait = count_document(db.session, borrower_id)
    db.session.commit()
    if wait:
        form.number.errors = [
            ngettext(
                "Đã thử nhiều giấy tờ không khớp với bạn đọc này. Xin đợi %(num)s giờ.",
                "Đã thử nhiều giấy tờ không khớp với bạn đọc này. Xin đợi %(num)s giờ.",
                -(-wait // 3600),
            )
        ]
        return _asked(borrower_id, form), 429
    try:
        token = new_password(
            db.session,
            my_clerk(),
            borrower_id,
            Document(form.document.data),
            number,
            mailbox_lost=form.mailbox_lost.data,
        )
    except (NotPossible, OfStaff, StrangeDocument) as refused:
        db.session.rollback()
        if not isinstance(refused, StrangeDocument):
            give_document_back(db.session, borrower_id)
        told = explain(refused)
        form.number.errors = [f"{told.title} {told.next_step}"]
        return _asked(borrower_id, form), 422
    give_document_back(db.session, borrower_id)
    db.session.commit()
    return _given(borrower_id, token)


@bp.get(f"{READER}/duong-dan-mat-khau")
@staff()
def card_password_link(borrower_id: int) -> str:
    """The link that was made just now; loaded again, only that it was shown."""
    look_closely()
    row = may_see(db.session, my_clerk(), borrower_id)
    link = _waiting(borrower_id)
    text = render_template(
        "desk/cards_password.html",
        row=row,
        link=link,
        picture=qr_image(link) if link else None,
    )
    db.session.commit()  # the look
    return text


def _waiting(borrower_id: int) -> str | None:
    """The link to this reader's password, once."""
    whose, token = session.get(GIVEN, (None, None))
    if whose != borrower_id:
        return None
    del session[GIVEN]
    return url_for("accounts.new_password", token=token, _external=True)


def _asked(borrower_id: int, form: NewPasswordForm) -> str:
    row = may_see(db.session, my_clerk(), borrower_id)
    text = render_template("desk/cards_new_password.html", row=row, form=form)
    db.session.commit()  # the look
    return text


def _given(borrower_id: int, token: str | None) -> ResponseReturnValue:
    if token is None:
        flash(_("Đã gửi đường dẫn đặt mật khẩu tới email của bạn đọc."), "success")
        return redirect(url_for("desk.card_reader", borrower_id=borrower_id), 303)
    session[GIVEN] = [borrower_id, token]
    return redirect(url_for(".card_password_link", borrower_id=borrower_id), 303)
