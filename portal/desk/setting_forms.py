"""The forms of kinds of card and of the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, TextInput

from portal.cards.kinds import Kind
from portal.cards.policies import FIELDS
from portal.cards.policies import LIMITS as POLICY_LIMITS
from portal.cards.presenters import document_text, problem_text
from portal.cards.refusals import Problem
from portal.cards.setting_rules import KIND_FIELDS, LIMITS, LONGEST
from portal.cards.words import Audience, Document
from portal.desk.setting_texts import LABELS, audience_text
from portal.i18n import gettext as _
from portal.web.forms import PortalForm


class NumberField(IntegerField):  # type: ignore[misc]  # WTForms carries no types
    """A whole number, typed as people write it: «20.000», «20 000 đ»."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(
            ["".join(one for one in text if one not in ". \u00a0đ") for text in valuelist]
        )


class SettingForm(PortalForm):
    """`seen`: the version of the settings that the form was made from."""

    seen = IntegerField(validators=[NumberRange(0, 2**31 - 1)], widget=HiddenInput(), default=0)

    @classmethod
    def asked(cls, asked: MultiDict[str, str]) -> Self:
        """As it was filled in to be looked at: nothing is changed by it, so it needs no token."""
        return cls(asked, meta={"csrf": False})

    def renew(self, version: int) -> None:
        """Go on from what somebody else has saved meanwhile, with all that was typed."""
        self.seen.data, self.seen.raw_data = version, None

    def tell(self, problems: Iterable[Problem]) -> None:
        """Put what the rules say beside the fields."""
        for problem in problems:
            if problem.field in self:
                self[problem.field].errors = [problem_text(problem)]


def _number(name: str) -> NumberField:
    return NumberField(LABELS[name], [InputRequired(), NumberRange(*LIMITS[name])])


class KindForm(SettingForm):
    """A kind of card."""

    name_vi = StringField(LABELS["name_vi"], [InputRequired(), Length(max=LONGEST["name_vi"])])
    name_en = StringField(LABELS["name_en"], [InputRequired(), Length(max=LONGEST["name_en"])])
    bring_vi = TextAreaField(LABELS["bring_vi"], [InputRequired(), Length(max=LONGEST["bring_vi"])])
    bring_en = TextAreaField(LABELS["bring_en"], [InputRequired(), Length(max=LONGEST["bring_en"])])
    audience = RadioField(LABELS["audience"], [InputRequired()], coerce=Audience)
    age_from = _number("age_from")
    age_to = NumberField(LABELS["age_to"], [Optional(), NumberRange(*LIMITS["age_to"])])
    documents = SelectMultipleField(
        LABELS["documents"],
        coerce=Document,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    fee = _number("fee")
    deposit = _number("deposit")
    months_valid = _number("months_valid")
    email_needed = BooleanField(LABELS["email_needed"])
    phone_needed = BooleanField(LABELS["phone_needed"])
    offered = BooleanField(LABELS["offered"])
    position = _number("position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.audience.choices = [(one, audience_text(one)) for one in Audience]
        self.documents.choices = [(one, document_text(one)) for one in Document]
        self.documents.flags.required = True  # one at least, as the rules say

    @classmethod
    def of(cls, kind: Kind) -> Self:
        values = {name: getattr(kind, name) for name in KIND_FIELDS}
        return cls(None, data={**values, "seen": kind.version})

    def values(self) -> dict[str, Any]:
        """As `editing.edit_kind` takes them."""
        found = {name: self[name].data for name in KIND_FIELDS}
        texts = {name: " ".join((found[name] or "").split()) for name in LONGEST}
        documents = tuple(one for one in Document if one in (found["documents"] or ()))
        return {**found, **texts, "documents": documents}


FOLLOW = ""
_ANSWERS: Mapping[str, bool | None] = {FOLLOW: None, "1": True, "0": False}


def _policy_number(name: str) -> NumberField:
    return NumberField(LABELS[name], [Optional(), NumberRange(*POLICY_LIMITS[name])])


class PolicyForm(SettingForm):
    """The policy; what is left empty follows the network, or the defaults for the network."""

    adult_age = _policy_number("adult_age")
    consent_age = _policy_number("consent_age")
    provisional_at_once = SelectField(LABELS["provisional_at_once"], default=FOLLOW)
    days_provisional = _policy_number("days_provisional")
    hours_unverified = _policy_number("hours_unverified")
    days_rejected = _policy_number("days_rejected")
    days_never_shown = _policy_number("days_never_shown")
    years_closed = _policy_number("years_closed")
    days_renewal = _policy_number("days_renewal")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = {FOLLOW: _("Theo mặc định"), "1": _("Có"), "0": _("Không")}
        self.provisional_at_once.choices = list(answers.items())

    @classmethod
    def of(cls, own: Mapping[str, Any], version: int) -> Self:
        answer = next(key for key, is_so in _ANSWERS.items() if is_so is own["provisional_at_once"])
        return cls(None, data={**own, "provisional_at_once": answer, "seen": version})

    def values(self) -> dict[str, Any]:
        """As `editing.edit_policy` takes them."""
        found = {name: self[name].data for name in FIELDS}
        return {**found, "provisional_at_once": _ANSWERS[found["provisional_at_once"]]}
