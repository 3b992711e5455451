"""The form every form is."""

from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms.fields import Field

from portal.i18n import locale_code
from portal.web.form_messages import MESSAGES, PLURALS


class FormTexts:
    """WTForms' own messages in the language of the request (WTForms speaks no Vietnamese)."""

    def gettext(self, text: str) -> str:
        return MESSAGES.get(text, text) if locale_code() == "vi" else text

    def ngettext(self, one: str, many: str, num: int) -> str:
        if locale_code() == "vi":
            return PLURALS.get(one, many)
        return one if num == 1 else many


class PortalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """Adds Vietnamese messages, and errors in the order of the fields for the list on top."""

    class Meta:
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
