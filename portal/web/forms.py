"""The form every form is."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms.fields import Field, FileField

from portal.i18n import locale_code
from portal.web.form_messages import MESSAGES, PLURALS
from portal.web.posted import sorted_out


class FormTexts:
    """WTForms' own messages in the language of the request (WTForms speaks no Vietnamese)."""

    def gettext(self, text: str) -> str:
        return MESSAGES.get(text, text) if locale_code() == "vi" else text

    def ngettext(self, one: str, many: str, num: int) -> str:
        if locale_code() == "vi":
            return PLURALS.get(one, many)
        return one if num == 1 else many


class PortalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """Adds Vietnamese messages, and errors in the order of the fields for the list on top.

    A file comes to fields for files only, and text, without what nobody types, to the others.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def wrap_formdata(self, form: "PortalForm", formdata: Any) -> MultiDict[str, Any] | None:
            if request and request.is_json:  # which Flask-WTF would take for a form
                return None
            given = super().wrap_formdata(form, formdata)
            files = {field.name for field in form if isinstance(field, FileField)}
            return None if given is None else sorted_out(given, files)

        def get_translations(self, form: "PortalForm") -> FormTexts:
            return FormTexts()

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Markup:
            """Tie a field to its help and its errors, so that a screen reader reads them."""
            described = [
                f"{field.id}-{part}"
                for part, there in (("help", field.description), ("error", field.errors))
                if there
            ]
            if described:
                render_kw.setdefault("aria-describedby", " ".join(described))
            if field.errors:
                render_kw.setdefault("aria-invalid", "true")
            kept = getattr(field, "render_kw", None) or {}
            return Markup(field.widget(field, **{**kept, **render_kw}))  # noqa: S704 - widgets escape

    @property
    def problems(self) -> list[tuple[Field, str]]:
        """Every field with its first error, in the order of the form."""
        return [(field, str(field.errors[0])) for field in self if field.errors]
