"""Somebody without a registration at the desk: a card in one act, by keyboard and scanner."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.cards.applications import Application, Person
from portal.cards.kinds import Kind, kinds_of
from portal.cards.numbers import grouped
from portal.cards.offline import expected
from portal.cards.policies import policy_of
from portal.cards.presenters import problem_text
from portal.cards.refusals import BadApplication, Duplicate, Problem
from portal.cards.walk_in import register_here
from portal.db import db
from portal.desk.duplicates import There, just_made, who_is_there
from portal.desk.views.blueprint import bp, my_clerk
from portal.desk.walk_in_form import WalkInForm
from portal.i18n import date_text
from portal.i18n import gettext as _
from portal.libraries.mine import current_network
from portal.web.access import staff

_FIELDS = {
    "agreed_rules": "rules", "agreed_data": "data", "guardian": "guardian_name",
}  # fmt: skip
"""Problems whose field is called otherwise in the form."""

_NO_CONTACT = Problem("email", "missing")
_MORE = {
    "document", "gender", "kind", "email", "locale", "address", "commune_code", "occupation",
    "school", "class_name",
}  # fmt: skip
"""Fields in the fold at the end."""


@bp.get("/quay/the/moi")
@staff()
def card_walk_in() -> str:
    form, _kinds = _form()
    return _shown(form)


@bp.post("/quay/the/moi")
@staff()
def card_walk_in_now() -> ResponseReturnValue:
    """Registered, approved, the document seen; a QR code in the first field fills the form."""
    form, kinds = _form()
    if form.fill_from_scan():
        return _shown(form)
    if not form.validate():
        return _shown(form), 422
    library_id = int(form.library.data)
    application = form.application(kinds, policy_of(db.session, library_id).adult_age)
    if isinstance(application, Problem):
        _tell(form, application)
        return _shown(form), 422
    return _registered(form, application)


def _registered(form: WalkInForm, application: Application) -> ResponseReturnValue:
    try:
        card = register_here(db.session, my_clerk(), application, form.card_number.data or "")
    except BadApplication as refused:
        db.session.rollback()
        if _is_child_so_far(form, refused):
            return _shown(form, asks_guardian=True), 422
        for problem in refused.problems:
            _tell(form, problem)
        return _shown(form), 422
    except Duplicate as there:
        db.session.rollback()
        return _is_there(form, application, there)
    db.session.commit()
    flash(
        _(
            "Đã cấp thẻ %(number)s, có giá trị đến %(day)s.",
            number=grouped(card.number),
            day=date_text(card.valid_until),
        ),
        "success",
    )
    return redirect(url_for("desk.card_reader", borrower_id=card.borrower_id), 303)


def _is_there(
    form: WalkInForm, application: Application, refused: Duplicate
) -> ResponseReturnValue:
    """A second press of the button leads to the card; anybody else is shown to the librarian."""
    if made := just_made(db.session, my_clerk(), refused.borrower_ids, application):
        flash(_("Thẻ vừa được cấp; lần bấm thứ hai không tạo thêm gì."), "info")
        return redirect(url_for("desk.card_reader", borrower_id=made), 303)
    there = who_is_there(db.session, my_clerk(), refused.borrower_ids, application)
    db.session.commit()
    for name in sorted(refused.contacts):
        form[name].errors = [*form[name].errors, _taken(name, application.person)]
    return _shown(form, there), 422


def _taken(name: str, person: Person) -> str:
    """Somebody has to be reached: what is left empty needs the other in its place."""
    if name == "email":
        said = _("Một bạn đọc khác đã ghi email này.")
        alone = _("Bạn ghi email khác, hoặc bỏ trống và ghi điện thoại.")
    else:
        said = _("Một bạn đọc khác cùng ngày sinh đã ghi số điện thoại này.")
        alone = _("Bạn ghi số khác, hoặc bỏ trống và ghi email.")
    either = _("Bạn bỏ trống ô này hoặc ghi khác, rồi cấp thẻ tiếp.")
    return f"{said} {either if person.email and person.phone else alone}"


def _form() -> tuple[WalkInForm, list[Kind]]:
    """The form for a library: the librarian's own, or the one that somebody of the city chose."""
    clerk, network = my_clerk(), current_network()
    choices = {
        str(one.id): one.label
        for one in network.branches
        if clerk.has(one.id) and not one.closed_since
    }
    form = WalkInForm()
    chosen = form.library.data or next(iter(choices), "")
    if chosen not in choices:
        abort(403)
    kinds = kinds_of(db.session, int(chosen))
    form.offer(kinds, choices)
    form.library.data = chosen
    return form, kinds


def _is_child_so_far(form: WalkInForm, refused: BadApplication) -> bool:
    """Nothing is wrong, only the birthday is a child's: the guardian is asked for next."""
    names = [_name(problem) for problem in refused.problems if problem != _NO_CONTACT]
    return bool(names) and all(map(_is_of_guardian, names)) and not form.guardian_name.data


def _shown(form: WalkInForm, there: There | None = None, *, asks_guardian: bool = False) -> str:
    return render_template(
        "desk/cards_walk_in.html",
        form=form,
        there=there,
        focus="guardian_name" if asks_guardian else _focus(form),
        asks_guardian=asks_guardian,
        more=bool(form.errors.keys() & _MORE),
        offline_open=bool(form.card_number.data or form.card_number.errors)
        or expected(db.session, int(form.library.data)),
        guardian_open=asks_guardian or any(map(_is_of_guardian, form.errors)),
    )


def _focus(form: WalkInForm) -> str:
    """Where typing goes on: at what is wrong, else at the first of the fields that is empty."""
    if form.errors:
        return next((name for name in form.errors if name), "number")
    first = ("number", "full_name", "birthday", "phone", "rules")
    return next((name for name in first if not form[name].data), "phone")


def _tell(form: WalkInForm, problem: Problem) -> None:
    """Beside the field; the list on top is of sentences that name theirs."""
    name = _name(problem)
    field = form[name if name in form else "number"]
    text = problem_text(problem)
    if problem == _NO_CONTACT:
        text = _("Cần một email hoặc điện thoại.")
    elif problem.code == "missing":
        text = _("Còn thiếu: %(field)s.", field=field.label.text)
    field.errors = [*field.errors, text]


def _name(problem: Problem) -> str:
    """The field to say it beside: without an address it is the telephone that is asked for."""
    if problem == _NO_CONTACT:
        return "phone"
    return _FIELDS.get(problem.field, problem.field)


def _is_of_guardian(name: str) -> bool:
    return name.startswith("guardian") or name == "data"
