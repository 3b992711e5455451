"""The forms by which readers change what is theirs.

Those that only press a button carry `seen`, the version of the card their page was made from.
"""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from portal.accounts.forms import ProvingForm
from portal.cards.applications import LENGTHS
from portal.cards.forms import SeenForm
from portal.cards.statuses import LONGEST_ANSWER
from portal.i18n import LANGUAGES
from portal.i18n import lazy_gettext as _l
from portal.libraries.places import communes
from portal.vietnamese.order import sort_key
from portal.web.forms import PortalForm


class AnswerForm(SeenForm):
    answer = TextAreaField(_l("Trả lời của bạn"), [InputRequired(), Length(max=LONGEST_ANSWER)])


class DetailsForm(SeenForm):
    """What may be changed without a document."""

    phone = TelField(_l("Điện thoại"))
    guardian_phone = TelField(_l("Điện thoại người giám hộ"))
    address = StringField(_l("Số nhà, đường"), [Length(max=LENGTHS["address"])])
    commune_code = SelectField(_l("Phường, xã"))
    occupation = StringField(_l("Nghề nghiệp"), [Length(max=LENGTHS["occupation"])])
    school = StringField(_l("Trường"), [Length(max=LENGTHS["school"])])
    class_name = StringField(_l("Lớp"), [Length(max=LENGTHS["class_name"])])
    locale = SelectField(_l("Ngôn ngữ của thư"))

    def __init__(self, *, for_child: bool, **given: Any) -> None:
        super().__init__(**given)
        places = sorted(communes().values(), key=lambda place: sort_key(place.name))
        self.commune_code.choices = [
            ("", _l("Chưa chọn")), *((one.code, one.full_name) for one in places)
        ]  # fmt: skip
        self.locale.choices = list(LANGUAGES.items())
        for name in ("occupation",) if for_child else ("guardian_phone",):
            del self[name]

    @property
    def changes(self) -> dict[str, str]:
        kept = {"seen", "csrf_token"}
        return {field.name: field.data or "" for field in self if field.name not in kept}


class PhotoForm(PortalForm):
    photo = FileField(_l("Ảnh chân dung"))


class HeirForm(PortalForm):
    email = EmailField(
        _l("Email riêng của người nhận thẻ"), [InputRequired(), Length(max=LENGTHS["email"])]
    )


class ClosingForm(SeenForm, ProvingForm):
    """The end of a card is proved with the password."""

    understood = BooleanField(_l("Tôi đã đọc những gì còn được giữ lại."), [InputRequired()])
