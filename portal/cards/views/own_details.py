"""Changing what is known of oneself, the photo among it. Who one is, only the desk changes."""

from __future__ import annotations

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.cards import own
from portal.cards.documents import masked, own_number
from portal.cards.forms_own import DetailsForm, PhotoForm
from portal.cards.models import Borrower
from portal.cards.own_photos import own_photo, put_own_photo, remove_own_photo
from portal.cards.photo_texts import photo_text
from portal.cards.photos import MAX_BYTES, PhotoRefused
from portal.cards.presenters import problem_text
from portal.cards.refusals import AlreadyDone, BadApplication, NothingNew
from portal.cards.states import Act
from portal.cards.views.blueprint import bp
from portal.cards.views.mine import CARD, Shown, done, me, mine_still, one_of_mine, refused_text
from portal.db import db
from portal.i18n import gettext as _
from portal.refusals import Refusal
from portal.web.access import signed_in


@bp.get(CARD + "/thong-tin")
@signed_in
def details(borrower_id: int) -> str:
    one = mine_still(borrower_id)
    row = own.owned(db.session, me().id, borrower_id)
    form = DetailsForm(for_child=one.card.for_child, obj=row, seen=one.card.version)
    return _details_page(one, form)


@bp.post(CARD + "/thong-tin")
@signed_in
def change_details(borrower_id: int) -> ResponseReturnValue:
    one = one_of_mine(borrower_id)
    form = DetailsForm(for_child=one.card.for_child)
    if not form.validate():
        return _details_page(one, form), 422
    try:
        own.edit_own(db.session, me().id, borrower_id, form.changes, seen=form.version)
    except (AlreadyDone, NothingNew):
        db.session.rollback()
    except BadApplication as bad:
        db.session.rollback()
        for problem in bad.problems:
            form[problem.field].errors = [problem_text(problem)]
        return _details_page(one, form), 422
    except Refusal as refused:
        db.session.rollback()
        return _details_page(one_of_mine(borrower_id), form, refused_text(refused)), 422
    db.session.commit()
    flash(_("Đã lưu."), "success")
    return redirect(url_for(".card", borrower_id=borrower_id), 303)


def _details_page(one: Shown, form: DetailsForm, problem: str = "") -> str:
    """After a refusal the form is of the card as it is now: sent again, it counts."""
    form.seen.data = one.card.version
    row = own.owned(db.session, me().id, one.card.borrower_id)
    return render_template(
        "cards/own_details.html",
        one=one,
        form=form,
        row=row,
        document=_document(row),
        may_edit=Act.EDIT in one.card.acts,
        problems=[problem] if problem else [],
    )


def _document(row: Borrower) -> str:
    number = own_number(db.session, row)
    return masked(number) if number else ""


@bp.get(CARD + "/anh")
@signed_in
def photo_page(borrower_id: int) -> str:
    return _photo_page(mine_still(borrower_id), PhotoForm())


@bp.post(CARD + "/anh")
@signed_in
def put_photo(borrower_id: int) -> ResponseReturnValue:
    one, form = mine_still(borrower_id), PhotoForm()
    if not form.validate():
        return _photo_page(one, form), 422
    # One byte more than is taken, so that more is seen to be more.
    content = form.photo.data.read(MAX_BYTES + 1) if form.photo.data else b""
    try:
        put_own_photo(db.session, me().id, borrower_id, content)
    except PhotoRefused as refused:
        form.photo.errors = [photo_text(refused)]
        return _photo_page(one, form), 422
    except Refusal as refused:
        form.photo.errors = [refused_text(refused)]
        return _photo_page(one, form), 422
    db.session.commit()
    flash(_("Đã lưu ảnh."), "success")
    return redirect(url_for(".photo_page", borrower_id=borrower_id), 303)


@bp.post(CARD + "/anh/xoa")
@signed_in
def remove_photo(borrower_id: int) -> ResponseReturnValue:
    def verb() -> str:
        remove_own_photo(db.session, me().id, borrower_id)
        return _("Đã xóa ảnh.")

    return done(borrower_id, verb)


@bp.get(CARD + "/anh.jpg")
@signed_in
def photo(borrower_id: int) -> Response:
    """To nobody but who manages the card; the desk has a page of its own for it."""
    mine_still(borrower_id)
    jpeg = own_photo(db.session, me().id, borrower_id) or abort(404)
    response = make_response(jpeg)
    response.headers.update({"Content-Type": "image/jpeg", "Cache-Control": "no-store"})
    return response


def _photo_page(one: Shown, form: PhotoForm) -> str:
    has_photo = own_photo(db.session, me().id, one.card.borrower_id) is not None
    may_edit = Act.EDIT in one.card.acts
    return render_template(
        "cards/own_photo.html", one=one, form=form, has_photo=has_photo, may_edit=may_edit
    )
