"""A class, or a whole school: the list handed in, looked over, sent. Before that none is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from portal.cards import links
from portal.cards.class_applications import ClassApplication, Pupil, pupils_of
from portal.cards.class_checking import Checked, check_class
from portal.cards.class_file import (
    ClassFile,
    ClassFileRefused,
    as_text,
    csv_template,
    read_typed,
    xlsx_template,
)
from portal.cards.class_file.reading import MAX_BYTES
from portal.cards.class_file.template import guide
from portal.cards.class_file.texts import file_text
from portal.cards.class_statuses import class_status, is_sent
from portal.cards.class_texts import line_texts
from portal.cards.classes import register_class
from portal.cards.forms_class import ClassForm
from portal.cards.presenters import problem_text
from portal.cards.refusals import BadApplication, Problem
from portal.cards.views import budget
from portal.cards.views.applying import desks
from portal.cards.views.blueprint import bp
from portal.cards.views.remembering import on_shared_computer
from portal.clock import today
from portal.db import db
from portal.i18n import gettext as _
from portal.i18n import locale_code
from portal.libraries.mine import current_network, my_library
from portal.vietnamese import normalise
from portal.web.access import public
from portal.web.limits import sign_in_budget

SHOWN = 100  # pupils of a list that are looked over one by one
LONG = {"cards.look_over_class", "cards.mend_class", "cards.send_class"}

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Handed:
    """A list as it was handed in: as it was read, and as it was judged."""

    application: ClassApplication
    file: ClassFile
    checked: Checked


@bp.url_value_preprocessor
def _long_lists(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """A school's list as text is longer than forms are. Said here, because the check of the form's
    token reads the form before any view does.
    """
    if endpoint in LONG:
        request.max_form_memory_size = 4 * MAX_BYTES


@bp.get("/the/lop")
@public
def school_class() -> Response:
    mine = my_library(request)
    response = make_response(_form_page(_form(library=mine.code if mine else "")))
    if not on_shared_computer():  # of nobody yet: a browser may keep it, and what is typed
        response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.post("/the/lop")
@public
@sign_in_budget
def look_over_class() -> ResponseReturnValue:
    """Nothing is kept yet: what is good, and what is wrong with the rest, row by row."""
    form = _form()
    handed = _handed(form)
    if handed is None:
        return _form_page(form), 422
    form.form_token.data = form.form_token.data or secrets.token_hex(16)
    return render_template(
        "cards/class_preview.html",
        form=form,
        wrong=_wrong(handed),
        good=handed.checked.good[:SHOWN],
        count=len(handed.checked.good),
        bad=len({row for row, _text in _wrong(handed)}),
        classes=_classes(handed),
        unknown=handed.file.unknown_headings,
    )


@bp.post("/the/lop/sua")
@public
def mend_class() -> str:
    """Back to the form, with everything in it."""
    return _form_page(_form())


@bp.post("/the/lop/gui")
@public
@sign_in_budget
def send_class() -> ResponseReturnValue:
    """Take the good lines, once."""
    form = _form()
    token = links.sent_token(db.session, form.form_token.data or "", repr(form.data))
    if not is_sent(db.session, token):
        handed = _handed(form)
        if handed is None:
            return _form_page(form), 422
        if wait := budget.take_list(normalise(handed.application.email).lower()):
            form.rows.errors = [budget.over_lists(wait)]
            return _form_page(form), 429, {"Retry-After": str(wait)}
        try:
            register_class(db.session, handed.application, token)
            db.session.commit()
        except IntegrityError:  # the button was pressed twice, and this is the second time
            db.session.rollback()
            if not is_sent(db.session, token):
                raise
        else:
            flash(_("Đã gửi danh sách."), "success")
    return redirect(url_for(".class_sent", token=token), 303)


@bp.get("/the/lop/xem/<token>")
@public
def class_sent(token: str) -> str:
    """How a list stands. Raises DeadLink."""
    status = class_status(db.session, token)
    names = {branch.id: branch.name for branch in current_network().branches}
    return render_template(
        "cards/class_status.html", status=status, library=names.get(status.library_id, "")
    )


@bp.get("/the/lop/mau.<any(xlsx, csv):kind>")
@public
def class_template(kind: str) -> Response:
    content, mimetype = (xlsx_template(), _XLSX) if kind == "xlsx" else (csv_template(), "text/csv")
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="danh-sach-lop.{kind}"'
    return response


def _form(**values: str) -> ClassForm:
    form = ClassForm(**values)
    form.library.choices = [
        ("", _("Chọn thư viện")), *((one.code, one.name) for one in desks())
    ]  # fmt: skip
    return form


def _form_page(form: ClassForm) -> str:
    return render_template(
        "cards/class_form.html", form=form, guide=guide(), shared=on_shared_computer()
    )


def _handed(form: ClassForm) -> Handed | None:
    """What was handed in; else None, and the form says why. A file becomes lines in the form, so
    that it need not be chosen again.
    """
    shaped = form.validate()
    try:
        if form.file.data:
            form.rows.data = as_text(form.file.data.read(MAX_BYTES + 1))
        file = read_typed(form.rows.data or "", today())
    except ClassFileRefused as refused:
        if not (form.rows.data or "").strip() and not form.file.data:
            _tell_missing(form)
            return None
        form.rows.errors = [file_text(refused)]
        return None
    application = _application(form, pupils_of(file.pupils))
    if not file.pupils:
        form.rows.errors = [text for _row, text in line_texts(file.problems, ())]
        return None
    try:
        checked = check_class(db.session, application)
    except BadApplication as bad:
        _tell(form, bad.problems)
        return None
    if not checked.good:
        form.rows.errors = [text for _row, text in line_texts(file.problems, checked.bad)]
        return None
    return Handed(application, file, checked) if shaped else None


def _application(form: ClassForm, pupils: tuple[Pupil, ...]) -> ClassApplication:
    branch = current_network().find(form.library.data)
    return ClassApplication(
        school=form.school.data or "",
        class_name=form.class_name.data or "",
        teacher=form.teacher.data or "",
        email=form.email.data or "",
        phone=form.phone.data or "",
        library_id=branch.id if branch in desks() and branch else 0,
        pupils=pupils,
        locale=locale_code(),
    )


def _tell(form: ClassForm, problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        field = form["rows" if problem.field == "pupils" else problem.field]
        field.errors = [*field.errors, problem_text(problem)]


def _tell_missing(form: ClassForm) -> None:
    """Nobody is on the list: what else is missing is told along with it."""
    empty = [
        name for name in ("library", "school", "teacher") if not (form[name].data or "").strip()
    ]
    if not (form.email.data or form.phone.data):
        empty.append("email")
    _tell(form, tuple(Problem(name, "missing") for name in (*empty, "pupils")))


def _wrong(handed: Handed) -> list[tuple[int, str]]:
    return line_texts(handed.file.problems, handed.checked.bad)


def _classes(handed: Handed) -> dict[str, int]:
    """Class → how many of its pupils are good, in the order of the list."""
    found: dict[str, int] = {}
    for _pupil, one in handed.checked.good:
        found[one.person.class_name] = found.get(one.person.class_name, 0) + 1
    return found
