"""The form of a registration: made for a library, read into an application, told what is wrong."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wtforms import BooleanField, Field

from portal.cards.ages import is_child
from portal.cards.agreeing import Agreed
from portal.cards.applications import Application, Guardian, Person
from portal.cards.class_file.days import birthday as day_of
from portal.cards.class_file.problems import BadCell
from portal.cards.forms import ApplyForm, ChildForm
from portal.cards.kinds import Kind, kinds_of
from portal.cards.policies import Policy, policy_of
from portal.cards.presenters import document_text, problem_text
from portal.cards.refusals import Problem
from portal.cards.words import Audience, Consented, Consenter, Document, Gender, Relation
from portal.clock import today
from portal.db import db
from portal.i18n import gettext as _
from portal.i18n import locale_code
from portal.libraries.branches import Branch
from portal.libraries.places import communes, find_places
from portal.web.forms import PortalForm

ME, CHILD = "toi", "con"  # for whom, in addresses

_FIELDS = {"commune_code": "commune", "guardian": "guardian_name"}
_TICKED: dict[str, Agreed] = {
    "agreed_data": (Consented.DATA, Consenter.GUARDIAN),
    "name_by_guardian": (Consented.PUBLISH_NAME, Consenter.GUARDIAN),
    "image_by_guardian": (Consented.PUBLISH_IMAGE, Consenter.GUARDIAN),
    "name_by_self": (Consented.PUBLISH_NAME, Consenter.SELF),
    "image_by_self": (Consented.PUBLISH_IMAGE, Consenter.SELF),
}


@dataclass(slots=True)
class Sheet:
    """A form as one library has it. wrong_form: by the birthday the other one is meant."""

    whose: str
    branch: Branch
    kinds: Sequence[Kind]
    policy: Policy
    form: ApplyForm | ChildForm
    wrong_form: bool = False

    @property
    def for_child(self) -> bool:
        return self.whose == CHILD


def sheet(whose: str, branch: Branch, values: Mapping[str, str] | None = None) -> Sheet:
    """The form with the choices of a library, filled from the request where one was sent, else
    with `values`.
    """
    audiences = {Audience.ANYONE, Audience.CHILD if whose == CHILD else Audience.ADULT}
    kinds = [one for one in kinds_of(db.session, branch.id) if one.audience in audiences]
    form: ApplyForm | ChildForm = (ChildForm if whose == CHILD else ApplyForm)(data=values)
    form.kind.choices = [(one.code, one.name(locale_code())) for one in kinds]
    accepted = [one for one in Document if any(one in kind.documents for kind in kinds)]
    form.document.choices = [(one.value, document_text(one)) for one in accepted]
    if not form.kind.data and kinds:
        form.kind.data = kinds[0].code
    if not form.form_token.data:
        form.form_token.data = secrets.token_urlsafe(24)
    return Sheet(whose, branch, kinds, policy_of(db.session, branch.id), form)


def born(one: Sheet) -> date | None:
    """The birthday; None where the form says what is wrong with it, or with who fills it in."""
    text = (one.form.birthday.data or "").strip()
    try:
        day = day_of(text, today()) if text else None
    except BadCell as bad:
        refused = {
            "day_to_come": "future", "day_too_long_ago": "too_long_ago",
            "day_unknown": "shape", "day_month_first": "shape",
        }  # fmt: skip
        tell(one, [Problem("birthday", refused.get(bad.why.name, "unreadable"))])
        return None
    if day is None:
        tell(one, [Problem("birthday", "missing")])
        return None
    if is_child(day, today(), one.policy.adult_age) != one.for_child:
        one.form.birthday.errors = [_who_instead(one)]
        one.wrong_form = True
        return None
    return day


def _who_instead(one: Sheet) -> str:
    age = one.policy.adult_age
    if one.for_child:
        return _("Người từ %(age)s tuổi tự đăng ký: bấm «Chuyển mẫu» ở cuối trang.", age=age)
    return _(
        "Người dưới %(age)s tuổi do người giám hộ đăng ký: bấm «Chuyển mẫu» ở cuối trang.", age=age
    )


def application(one: Sheet, birthday: date) -> Application | None:
    """What was filled in; None where the form says which place is not known."""
    form = one.form
    commune = _commune(one)
    if commune is None:
        return None
    number = form.number.data or ""
    person = Person(
        full_name=form.full_name.data or "",
        birthday=birthday,
        gender=Gender(form.gender.data) if form.gender.data in set(Gender) else Gender.UNSAID,
        document=_document(form.document.data) if number.strip() else None,
        number=number,
        occupation=_text(form, "occupation"),
        school=_text(form, "school"),
        class_name=_text(form, "class_name"),
        address=form.address.data or "",
        commune_code=commune,
        phone=_text(form, "phone"),
        email=form.email.data or "",
    )
    return Application(
        person=person,
        library_id=one.branch.id,
        kind=form.kind.data or "",
        guardian=_guardian(form) if isinstance(form, ChildForm) else None,
        agreed=frozenset(_agreed(one)),
        locale=locale_code(),
    )


def tell(one: Sheet, problems: Iterable[Problem]) -> None:
    """Hang each problem on its field."""
    for problem in problems:
        name = _FIELDS.get(problem.field, problem.field)
        if name == "phone" and one.for_child:
            name = "guardian_phone"
        if name == "kind" and len(one.kinds) == 1:
            name = "birthday"  # there is no choice to hang it on
        field = one.form[name if name in one.form else "kind"]
        field.errors = [*field.errors, _said(field, problem)]


def _said(field: Field, problem: Problem) -> str:
    """A sentence that says of which field, for the list on top."""
    if problem.code != "missing":
        return problem_text(problem)
    if isinstance(field, BooleanField):
        return _("Cần đánh dấu: %(box)s", box=field.label.text)
    if problem.field == "email":
        return _("Cần một email hoặc điện thoại.")
    return _("Còn thiếu: %(field)s.", field=field.label.text)


def _text(form: PortalForm, name: str) -> str:
    return str(form[name].data or "") if name in form else ""


def _document(text: str | None) -> Document | None:
    return Document(text) if text in set(Document) else None


def _guardian(form: ChildForm) -> Guardian:
    relation = form.guardian_relation.data
    return Guardian(
        full_name=form.guardian_name.data or "",
        relation=Relation(relation) if relation in set(Relation) else Relation.OTHER,
        document=_document(form.guardian_document.data) or Document.CCCD,
        number=form.guardian_number.data or "",
        phone=form.guardian_phone.data or "",
    )


def _agreed(one: Sheet) -> Iterable[Agreed]:
    if one.form.agreed_rules.data:
        yield Consented.RULES, Consenter.GUARDIAN if one.for_child else Consenter.SELF
    for name, agreed in _TICKED.items():
        if name in one.form and one.form[name].data:
            yield agreed


def _commune(one: Sheet) -> str | None:
    """The code of the commune that was typed, "" for none, None where it is not one."""
    text = (one.form.commune.data or "").strip()
    if not text or text in communes():
        return text
    matches = find_places(text)
    matches = [match for match in matches if not match.former] or matches
    found = {place.code: place for match in matches for place in match.communes}
    if len(found) == 1:
        return next(iter(found))
    field = one.form.commune
    if not found:
        field.errors = [_("Không có phường, xã này ở Hà Nội. Để trống cũng được.")]
    else:
        names = ", ".join(place.full_name for place in list(found.values())[:6])
        told = _("Nơi này nay thuộc nhiều phường, xã: %(names)s. Viết tên mới.", names=names)
        field.errors = [told]
    return None
