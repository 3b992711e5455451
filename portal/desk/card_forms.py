"""The forms of a reader's page, one for each act. Each field of the page has a name of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.cards.applications import LENGTHS
from portal.cards.forms import Needed
from portal.cards.presenters import document_text, gender_text, relation_text
from portal.cards.words import Document, Gender, Relation
from portal.desk.phrases import PHRASES
from portal.i18n import LANGUAGES
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.libraries.places import communes
from portal.vietnamese import sort_key
from portal.web.forms import PortalForm

LONGEST_REASON = 2000
LONGEST_SCAN = 500  # the QR code of an identity card, with a long address
LONGEST_NUMBER = 40  # of a card, with any gaps in it

Choices = dict[str, str]
"""Value → what is shown, in their order."""


def documents() -> Choices:
    return {one.value: document_text(one) for one in Document}


def genders() -> Choices:
    return {one.value: gender_text(one) for one in Gender}


def relations() -> Choices:
    return {one.value: relation_text(one) for one in Relation}


def commune_choices() -> Choices:
    found = sorted(communes().items(), key=lambda one: sort_key(one[1].name))
    return {"": "–", **{code: one.full_name for code, one in found}}


def _boxes(label: str, phrases: Callable[[], dict[str, str]]) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        [Needed()],
        choices=phrases,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class ActForm(PortalForm):
    """An act on the version of a reader that the page showed. The portal checks the token.

    by_eye: the second button was pressed, the document was compared and its number not typed.
    """

    by_eye = False
    seen = HiddenField()

    class Meta(PortalForm.Meta):
        csrf = False

    @property
    def version(self) -> int:
        """What the librarian saw; what is no number is an old page."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class AskForm(ActForm):
    ticked = _boxes(_l("Câu soạn sẵn"), PHRASES["ask"])
    why = TextAreaField(_l("Viết thêm cho bạn đọc"), [Length(max=LONGEST_REASON)])


class RefuseForm(ActForm):
    ticked = _boxes(_l("Lý do soạn sẵn"), PHRASES["refuse"])
    why = TextAreaField(_l("Viết thêm cho bạn đọc"), [Length(max=LONGEST_REASON)])


class BlockForm(ActForm):
    ticked = _boxes(_l("Lý do soạn sẵn"), PHRASES["block"])
    why = TextAreaField(_l("Viết thêm cho bạn đọc"), [Length(max=LONGEST_REASON)])


class NoteForm(ActForm):
    why = StringField(_l("Ghi chú cho thư viện"), [Length(max=LONGEST_REASON)])


class DocumentForm(ActForm):
    number = StringField(
        _l("Số giấy tờ, hoặc quét mã QR trên căn cước"), [Needed(), Length(max=LONGEST_SCAN)]
    )
    document = SelectField(_l("Loại giấy tờ"), choices=documents)


def card_number_field() -> StringField:
    """The number of a card that was handed over before there was a network."""
    return StringField(
        _l("Số thẻ đã phát khi không có mạng"),
        [Length(max=LONGEST_NUMBER)],
        description=_l("Gõ hoặc quét số in trên phôi thẻ; để trống thì cổng cấp số mới."),
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )


class AdmitForm(DocumentForm):
    """A document, and perhaps a card that the reader has already."""

    card_number = card_number_field()


class ReissueForm(ActForm):
    card_number = card_number_field()


class RenewForm(ActForm):
    kind = SelectField(_l("Loại thẻ"), validate_choice=False)


class ContactForm(ActForm):
    """What `details.EDITABLE` names."""

    phone = TelField(_l("Điện thoại"), [Length(max=20)])
    address = StringField(_l("Địa chỉ"), [Length(max=LENGTHS["address"])])
    commune_code = SelectField(_l("Xã, phường"), choices=commune_choices)
    occupation = StringField(_l("Nghề nghiệp"), [Length(max=LENGTHS["occupation"])])
    school = StringField(_l("Trường"), [Length(max=LENGTHS["school"])])
    class_name = StringField(_l("Lớp"), [Length(max=LENGTHS["class_name"])])
    guardian_phone = TelField(_l("Điện thoại người giám hộ"), [Length(max=20)])
    locale = SelectField(_l("Ngôn ngữ của thư"), choices=dict(LANGUAGES))


class EmailForm(ActForm):
    email = EmailField(
        _l("Email"),
        [Needed(), Length(max=LENGTHS["email"])],
        description=_l("Chưa ai xác nhận địa chỉ này. Đường dẫn trong thư đã gửi sẽ hết hiệu lực."),
        render_kw={"autocomplete": "off"},
    )


class CorrectForm(ActForm):
    """Who somebody is. The number stays as it is where nothing is typed."""

    full_name = StringField(_l("Họ và tên"), [Needed(), Length(max=LENGTHS["full_name"])])
    birthday = StringField(_l("Ngày sinh"), [Needed(), Length(max=20)])
    gender = RadioField(_l("Giới tính"), [Needed()], choices=genders)
    document = SelectField(_l("Loại giấy tờ"), choices=documents)
    number = StringField(_l("Số giấy tờ mới"), [Length(max=LONGEST_SCAN)])


class GuardianForm(ActForm):
    full_name = StringField(
        _l("Họ và tên người giám hộ"), [Needed(), Length(max=LENGTHS["full_name"])]
    )
    relation = SelectField(_l("Quan hệ"), choices=relations)
    document = SelectField(_l("Loại giấy tờ"), choices=documents)
    number = StringField(_l("Số giấy tờ"), [Needed(), Length(max=LONGEST_SCAN)])


class HeirForm(ActForm):
    email = EmailField(_l("Email riêng của người nhận thẻ"), [Optional(), Length(max=254)])


class PhotoForm(ActForm):
    photo = FileField(_l("Tệp ảnh"), [Needed()])


class NewPasswordForm(PortalForm):
    """The document of whoever signs for the card, as it lies on the desk."""

    number = StringField(
        _l("Số giấy tờ, hoặc quét mã QR trên căn cước"), [Needed(), Length(max=LONGEST_SCAN)]
    )
    document = SelectField(_l("Loại giấy tờ"), choices=documents)
    mailbox_lost = BooleanField(_l("Bạn đọc không mở được hộp thư nữa: gỡ địa chỉ khỏi tài khoản"))


def told(form: ActForm, field: str, text: str) -> None:
    """Let a field of the form say what is wrong with it; without such a field, the list on top."""
    found: Any = form._fields.get(field)
    if found is None:
        form.form_errors.append(text)
    else:
        found.errors = [*found.errors, text]


def needs_reason(form: ActForm) -> None:
    told(form, "why", _("Cần ghi lý do: bạn chọn một câu hoặc tự viết."))
