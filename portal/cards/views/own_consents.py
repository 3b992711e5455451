"""What was agreed to, and taking it back; a child that came of age takes its card over."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.forms import ConfirmForm
from portal.cards import consents, handing_over, own
from portal.cards.agreeing import PUBLISHING, asked
from portal.cards.forms import ProofForm
from portal.cards.forms_own import HeirForm
from portal.cards.own_texts import consented_text, consenter_text
from portal.cards.policies import policy_of
from portal.cards.presenters import problem_text
from portal.cards.proving import NotShown
from portal.cards.refusals import BadApplication, UsedLink
from portal.cards.views import proving
from portal.cards.views.blueprint import bp
from portal.cards.views.mine import CARD, Shown, me, one_of_mine, refused_text
from portal.cards.words import Consented, Consenter
from portal.clock import today
from portal.db import db
from portal.i18n import gettext as _
from portal.refusals import Refusal
from portal.web.access import public, signed_in
from portal.web.limits import sign_in_budget
from portal.web.posted import posted


@bp.get(CARD + "/dong-y")
@signed_in
def agreements(borrower_id: int) -> str:
    """Each by itself, none ticked beforehand: a button agrees, a button takes back."""
    one = one_of_mine(borrower_id)
    row = own.owned(db.session, me().id, borrower_id)
    given = consents.standing(db.session, borrower_id)
    who = asked(row.birthday or today(), today(), policy_of(db.session, row.library_id))
    questions = [
        (what, by, (what, by) in given)
        for what in Consented if what in PUBLISHING
        for by in Consenter if by in who or (what, by) in given
    ]  # fmt: skip
    kept = sorted(set(given) - {(what, by) for what, by, _given in questions})
    return render_template(
        "cards/own_consents.html",
        one=one,
        form=ConfirmForm(),
        questions=questions,
        kept=kept,
        what_text=consented_text,
        who_text=consenter_text,
    )


@bp.post(CARD + "/dong-y")
@signed_in
def agree(borrower_id: int) -> ResponseReturnValue:
    one_of_mine(borrower_id)
    try:
        what, by = Consented(posted("what")), Consenter(posted("by"))
    except ValueError:
        abort(400)
    taken_back = posted("do") == "withdraw"
    verb = consents.withdraw if taken_back else consents.agree
    try:
        verb(db.session, me().id, borrower_id, what, by)
    except Refusal as refused:
        db.session.rollback()
        flash(refused_text(refused), "error")
    else:
        db.session.commit()
        flash(_("Đã rút lại đồng ý.") if taken_back else _("Đã ghi đồng ý."), "success")
    return redirect(url_for(".agreements", borrower_id=borrower_id), 303)


@bp.get(CARD + "/trao")
@signed_in
def heir(borrower_id: int) -> str:
    return _heir_page(one_of_mine(borrower_id), HeirForm())


@bp.post(CARD + "/trao")
@signed_in
@sign_in_budget
def ask_heir(borrower_id: int) -> ResponseReturnValue:
    one, form = one_of_mine(borrower_id), HeirForm()
    if not form.validate():
        return _heir_page(one, form), 422
    try:
        handing_over.offer(db.session, me().id, borrower_id, form.email.data)
    except BadApplication as bad:
        form.email.errors = [problem_text(problem) for problem in bad.problems]
        return _heir_page(one, form), 422
    except Refusal as refused:
        form.email.errors = [refused_text(refused)]
        return _heir_page(one, form), 422
    db.session.commit()
    flash(_("Đã gửi thư. Người nhận mở đường dẫn trong thư để giữ thẻ."), "success")
    return redirect(url_for(".card", borrower_id=borrower_id), 303)


def _heir_page(one: Shown, form: HeirForm) -> str:
    return render_template("cards/own_heir.html", one=one, form=form)


@bp.get("/the/nhan/<token>")
@public
def take_over(token: str) -> str:
    """A button behind the link: a mail scanner that opens it takes nothing over."""
    handing_over.whose_card(db.session, token)
    return _taking(token, ProofForm())


@bp.post("/the/nhan/<token>")
@public
@sign_in_budget
def take_over_now(token: str) -> ResponseReturnValue:
    form = ProofForm()
    try:
        borrower_id = handing_over.whose_card(db.session, token).id
        if wait := proving.wait_for(form, borrower_id):
            return _taking(token, form), 429, {"Retry-After": str(wait)}
        taken = handing_over.take_over(db.session, token, proving.read(form))
    except NotShown as refused:
        db.session.rollback()
        proving.tell(form, refused)
        return _taking(token, form), 422
    except UsedLink:
        db.session.rollback()
        again = handing_over.taken_over_just_now(db.session, token)
        if again is None:
            raise
        taken = again
    db.session.commit()
    if taken.password_token:
        flash(_("Thẻ nay là của bạn. Hãy đặt mật khẩu để đăng nhập."), "success")
        return redirect(url_for("accounts.new_password", token=taken.password_token), 303)
    flash(_("Thẻ nay là của bạn. Mời bạn đăng nhập."), "success")
    return redirect(url_for("accounts.sign_in", next=url_for(".mine")), 303)


def _taking(token: str, form: ProofForm) -> str:
    return render_template("cards/own_take_over.html", form=form, token=token)
