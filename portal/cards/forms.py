"""The forms by which somebody asks for a card, for themselves or for a child.

They check nothing: what must be filled in, and how, is decided where it is taken
(`applications.problems`); the form only says beforehand what will be needed. Its parts stand here
in the order of the page, which is the order of the list of what is wrong.
"""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)

from portal.cards.presenters import document_text, gender_text, relation_text
from portal.cards.words import Document, Gender, Relation
from portal.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm


class Needed:
    """Marks a field whose absence is refused."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms' way to say it

    def __call__(self, form: PortalForm, field: Any) -> None:
        """Nothing: see the module."""


def _genders() -> list[tuple[str, str]]:
    return [(one.value, gender_text(one)) for one in Gender]


def _relations() -> list[tuple[str, str]]:
    return [(one.value, relation_text(one)) for one in Relation]


def _guardians_documents() -> list[tuple[str, str]]:
    return [(one.value, document_text(one)) for one in (Document.CCCD, Document.PASSPORT)]


class Start(PortalForm):
    """form_token: at random, so that one form is one registration. photo_kept: the photo as it was
    taken when the form came back, for a browser forgets files.
    """

    form_token = HiddenField()
    photo_kept = HiddenField()
    kind = RadioField(_l("Loại thẻ"), [Needed()], choices=())


class GrownUp(PortalForm):
    full_name = StringField(_l("Họ và tên"), [Needed()])
    birthday = StringField(_l("Ngày sinh"), [Needed()])


class Child(PortalForm):
    full_name = StringField(_l("Họ và tên của em"), [Needed()])
    birthday = StringField(_l("Ngày sinh của em"), [Needed()])


class Papers(PortalForm):
    gender = RadioField(_l("Giới tính"), [Needed()], choices=_genders, default=Gender.UNSAID.value)
    document = SelectField(_l("Giấy tờ"), choices=())
    number = StringField(_l("Số giấy tờ"))


class Telephone(PortalForm):
    phone = TelField(_l("Điện thoại"))


class Guarded(PortalForm):
    school = StringField(_l("Trường học"))
    class_name = StringField(_l("Lớp"))
    guardian_name = StringField(_l("Họ và tên người giám hộ"), [Needed()])
    guardian_relation = SelectField(_l("Là gì của em"), choices=_relations)
    guardian_document = SelectField(_l("Giấy tờ của người giám hộ"), choices=_guardians_documents)
    guardian_number = StringField(_l("Số giấy tờ của người giám hộ"), [Needed()])
    guardian_phone = TelField(_l("Điện thoại của người giám hộ"), [Needed()])


class Contact(PortalForm):
    email = EmailField(_l("Email"))
    address = StringField(_l("Số nhà, đường"))
    commune = StringField(_l("Phường, xã"))


class Work(PortalForm):
    occupation = StringField(_l("Nghề nghiệp"))


class Photo(PortalForm):
    photo = FileField(_l("Ảnh chân dung"))


class Consents(PortalForm):
    """Each is a box of its own, and none is ticked before."""

    name_by_guardian = BooleanField(_l("Người giám hộ đồng ý cho đăng tên em"))
    image_by_guardian = BooleanField(_l("Người giám hộ đồng ý cho đăng ảnh, video có em"))
    name_by_self = BooleanField(_l("Em đồng ý cho đăng tên em"))
    image_by_self = BooleanField(_l("Em đồng ý cho đăng ảnh, video có em"))
    agreed_data = BooleanField(
        _l("Tôi đồng ý cho thư viện lưu và dùng thông tin của em để cấp và quản lý thẻ."),
        [Needed()],
    )


class Declaration(PortalForm):
    agreed_rules = BooleanField(
        _l("Tôi cam đoan những điều trên là đúng và sẽ chấp hành nội quy thư viện."), [Needed()]
    )
    shared = BooleanField(_l("Máy công cộng: không lưu gì trên máy này"))


class ApplyForm(Start, GrownUp, Papers, Telephone, Contact, Work, Photo, Declaration):
    """For a grown-up."""


class ChildForm(Start, Child, Papers, Guarded, Contact, Photo, Consents, Declaration):
    """For a child, by a guardian."""


class SeenForm(PortalForm):
    """seen: the version of what its page was made from."""

    seen = HiddenField()

    @property
    def version(self) -> int:
        """0, which no card has, for what is no number."""
        text = str(self.seen.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class AnswerForm(SeenForm):
    answer = TextAreaField(_l("Trả lời của bạn"), [Needed()])


class ButtonForm(PortalForm):
    """A button."""


class AddressForm(PortalForm):
    """email: where the letter of a registration goes now."""

    email = EmailField(_l("Địa chỉ email"), [Needed()])


class ProofForm(PortalForm):
    """What shows that a card is somebody's."""

    number = StringField(_l("Số thẻ"), [Needed()])
    birthday = StringField(_l("Ngày sinh"), [Needed()])
