"""The form of a class: of what, and who is in it, as a file or as lines."""

from __future__ import annotations

from wtforms import (
    EmailField,
    FileField,
    HiddenField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import Length

from portal.cards.applications import LENGTHS
from portal.cards.forms import Needed
from portal.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm


class ClassForm(PortalForm):
    """`form_token`: at random, so that one form is one list, however often its button is pressed.

    What must be filled in is decided where the list is taken.
    """

    form_token = HiddenField()
    library = SelectField(_l("Thư viện làm thẻ"))
    school = StringField(_l("Trường"), [Needed(), Length(max=LENGTHS["school"])])
    class_name = StringField(_l("Lớp"), [Length(max=LENGTHS["class_name"])])
    teacher = StringField(_l("Thầy cô gửi danh sách"), [Needed(), Length(max=200)])
    email = EmailField(_l("Email của trường"), [Length(max=LENGTHS["email"])])
    phone = TelField(_l("Điện thoại của trường"), [Length(max=20)])
    file = FileField(_l("Tệp danh sách"))
    rows = TextAreaField(_l("Hoặc gõ, dán danh sách"))
