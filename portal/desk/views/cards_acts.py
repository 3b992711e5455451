"""The buttons of a reader's page. Of two who press at once the database lets one through."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from portal.cards.finding import Hit, by_document
from portal.cards.issuing import NumberDiffers
from portal.cards.photo_texts import photo_text
from portal.cards.photos import PhotoRefused
from portal.cards.presenters import problem_text
from portal.cards.refusals import (
    AlreadyDone,
    BadApplication,
    Duplicate,
    NoSuchBorrower,
    NothingNew,
    NotYours,
    ReasonNeeded,
)
from portal.cards.scanning import read_document
from portal.cards.words import Document
from portal.db import db
from portal.desk.card_forms import ActForm, needs_reason, told
from portal.desk.card_page import form_of
from portal.desk.card_verbs import VERBS, Verb, perform
from portal.desk.finding import count_search
from portal.desk.views.blueprint import NUMBER, bp, my_clerk
from portal.desk.views.cards_reader import shown
from portal.refusals import Refusal
from portal.web.access import staff
from portal.web.refusals import explain

TYPED = (BadApplication, NothingNew, NumberDiffers, PhotoRefused, ReasonNeeded)
"""Refusals of what was typed: said beside it."""


@bp.post(f"/quay/the/<{NUMBER}:borrower_id>/<name>")
@staff()
def card_act(borrower_id: int, name: str) -> ResponseReturnValue:
    """Do one of the verbs on the version of the reader that the page showed."""
    verb = VERBS.get(name)
    if verb is None:
        abort(404)
    form = form_of(verb, formdata=CombinedMultiDict((request.files, request.form)))
    form.by_eye = "by_eye" in request.form
    return done_or_said(verb, form, borrower_id)


def done_or_said(verb: Verb, form: ActForm, borrower_id: int) -> ResponseReturnValue:
    onward = url_for("desk.card_reader", borrower_id=borrower_id)
    if not form.validate():
        return shown(borrower_id, (verb, form)), 422
    try:
        done = perform(db.session, my_clerk(), verb, borrower_id, form)
    except (NotYours, NoSuchBorrower):
        raise
    except AlreadyDone as late:
        db.session.rollback()
        said = explain(late)
        flash(f"{said.title} {said.rule}", "info")
    except Refusal as refused:
        db.session.rollback()
        return answered(verb, form, borrower_id, refused)
    else:
        db.session.commit()
        flash(done, "success")
        onward = url_for("desk.card_queue") if verb.name == "trao" else onward
    return redirect(onward, 303)


def answered(verb: Verb, form: ActForm, borrower_id: int, refused: Refusal) -> ResponseReturnValue:
    """The page again: what is wrong beside its field, or what else happened above all."""
    if isinstance(refused, Duplicate):
        return shown(borrower_id, (verb, form), explain(refused), _whose(form)), 409
    if not isinstance(refused, TYPED):
        return shown(borrower_id, (verb, form), explain(refused)), 409
    if isinstance(refused, ReasonNeeded):
        needs_reason(form)
    elif isinstance(refused, BadApplication):
        for one in refused.problems:
            told(form, _field(form, one.field), problem_text(one))
    elif isinstance(refused, PhotoRefused):
        told(form, "photo", photo_text(refused))
    elif isinstance(refused, NumberDiffers):
        said = explain(refused)
        told(form, "number", f"{said.rule} {said.next_step}")
    else:
        told(form, "", explain(refused).title)
    return shown(borrower_id, (verb, form)), 422


def _whose(form: ActForm) -> Sequence[Hit]:
    """Whose the document on the desk is, found as the box would find it."""
    number = read_document(form.number.data or "") if "number" in form else ""
    if not number or count_search(db.session, my_clerk()):
        return ()
    return by_document(db.session, my_clerk(), Document(form.document.data), number)


def _field(form: ActForm, name: str) -> str:
    return name if name in form else name.removeprefix("guardian_")
