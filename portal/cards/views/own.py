"""«Thẻ của tôi»: every card somebody manages, and what is done with one by a button."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.cards import own
from portal.cards.ages import add_months
from portal.cards.forms import SeenForm
from portal.cards.forms_own import AnswerForm
from portal.cards.portraits import has_portrait
from portal.cards.refusals import AlreadyDone
from portal.cards.states import Act
from portal.cards.views.blueprint import bp
from portal.cards.views.mine import (
    CARD,
    Shown,
    done,
    me,
    my_account,
    one_of_mine,
    refused_text,
    shown,
)
from portal.clock import today
from portal.db import db
from portal.i18n import date_text
from portal.i18n import gettext as _
from portal.refusals import Refusal
from portal.web.access import person, public, signed_in


@bp.get("/the")
@public
def mine() -> str:
    """One's cards; for a stranger what a card is and how to get one."""
    if not person().is_authenticated:
        return render_template("cards/own_about.html")
    cards = shown(list(own.mine(db.session, me().id)))
    return render_template("cards/own_cards.html", cards=cards, day=today())


@bp.get(CARD)
@signed_in
def card(borrower_id: int) -> str:
    one = one_of_mine(borrower_id)
    return render_template(
        "cards/own_card.html",
        one=one,
        day=today(),
        Act=Act,
        photo=has_portrait(db.session, borrower_id),
        form=SeenForm(seen=one.card.version),
        renewed=_renewed(one),
    )


@bp.post(CARD + "/gia-han")
@signed_in
def renew(borrower_id: int) -> ResponseReturnValue:
    def verb() -> str:
        until = own.renew_own(db.session, me().id, borrower_id, seen=SeenForm().version)
        return _("Đã gia hạn thẻ đến hết ngày %(day)s.", day=date_text(until))

    return done(borrower_id, verb)


@bp.get(CARD + "/bao-mat")
@signed_in
def lost(borrower_id: int) -> str:
    """What happens when it is pressed, before it is pressed."""
    one = one_of_mine(borrower_id)
    return render_template(
        "cards/own_lost.html",
        one=one,
        form=SeenForm(seen=one.card.version),
        may_lose=Act.LOSE in one.card.acts and one.card.number is not None,
        by_number_only=my_account().email is None,
    )


@bp.post(CARD + "/bao-mat")
@signed_in
def lose(borrower_id: int) -> ResponseReturnValue:
    def verb() -> str:
        own.lose_own(db.session, me().id, borrower_id, seen=SeenForm().version)
        return _("Số thẻ cũ đã hủy ngay lúc này: không ai dùng được nữa. Đến quầy để nhận số mới.")

    return done(borrower_id, verb)


@bp.get(CARD + "/tra-loi")
@signed_in
def question(borrower_id: int) -> str:
    one = one_of_mine(borrower_id)
    return _answer_page(one, AnswerForm(seen=one.card.version))


@bp.post(CARD + "/tra-loi")
@signed_in
def answer(borrower_id: int) -> ResponseReturnValue:
    one, form = one_of_mine(borrower_id), AnswerForm()
    if not form.validate():
        return _answer_page(one, form), 422
    try:
        own.answer_own(db.session, me().id, borrower_id, form.answer.data, seen=form.version)
    except AlreadyDone:
        db.session.rollback()
    except Refusal as refused:
        db.session.rollback()
        return _answer_page(one_of_mine(borrower_id), form, refused_text(refused)), 422
    db.session.commit()
    flash(_("Đã gửi trả lời. Thư viện xem rồi báo cho bạn."), "success")
    return redirect(url_for(".card", borrower_id=borrower_id), 303)


def _answer_page(one: Shown, form: AnswerForm, problem: str = "") -> str:
    """After a refusal the form is of the card as it is now: sent again, it counts."""
    if problem:
        form.seen.data = str(one.card.version)
    return render_template(
        "cards/own_answer.html", one=one, form=form, problems=[problem] if problem else []
    )


def _renewed(one: Shown) -> date | None:
    """Till when the card would last, renewed today."""
    if one.kind is None:
        return None
    return add_months(max(today(), one.card.valid_until or today()), one.kind.months_valid)
