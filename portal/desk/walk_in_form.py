"""The form for somebody who stands at the desk: what only they know is typed, the rest is read."""

from __future__ import annotations

from wtforms import BooleanField, EmailField, SelectField, StringField, TelField
from wtforms.validators import Length

from portal.cards.ages import is_child
from portal.cards.agreeing import Agreed
from portal.cards.applications import LENGTHS, Application, Guardian, Person
from portal.cards.forms import Needed
from portal.cards.kinds import Kind
from portal.cards.refusals import Problem
from portal.cards.scanning import read_birthday, read_document, read_identity_card, said_gender
from portal.cards.words import Consented, Consenter, Document, Gender, Relation
from portal.clock import today
from portal.desk.card_forms import (
    LONGEST_SCAN,
    Choices,
    card_number_field,
    commune_choices,
    documents,
    genders,
    relations,
)
from portal.i18n import LANGUAGES, SOURCE, locale_code
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm


def _genders() -> Choices:
    return {"": _("Theo số căn cước"), **genders()}


class WalkInForm(PortalForm):
    """In the order of typing: what a scanner fills comes first."""

    number = StringField(
        _l("Số giấy tờ, hoặc quét mã QR trên căn cước"), [Needed(), Length(max=LONGEST_SCAN)]
    )
    full_name = StringField(_l("Họ và tên"), [Needed(), Length(max=LENGTHS["full_name"])])
    birthday = StringField(_l("Ngày sinh"), [Needed(), Length(max=20)])
    phone = TelField(_l("Điện thoại"), [Needed(), Length(max=20)])
    rules = BooleanField(_l("Bạn đọc (hoặc người giám hộ) đồng ý chấp hành nội quy"))

    guardian_name = StringField(
        _l("Họ và tên người giám hộ"), [Needed(), Length(max=LENGTHS["full_name"])]
    )
    guardian_number = StringField(
        _l("Số giấy tờ của người giám hộ"), [Needed(), Length(max=LONGEST_SCAN)]
    )
    guardian_phone = TelField(_l("Điện thoại người giám hộ"), [Needed(), Length(max=20)])
    guardian_relation = SelectField(_l("Quan hệ"), choices=relations)
    guardian_document = SelectField(_l("Loại giấy tờ của người giám hộ"), choices=documents)
    data = BooleanField(_l("Người giám hộ đồng ý cho thư viện xử lý dữ liệu của trẻ"))

    document = SelectField(_l("Loại giấy tờ"), choices=documents)
    gender = SelectField(_l("Giới tính"), choices=_genders)
    kind = SelectField(_l("Loại thẻ"))
    library = SelectField(_l("Thư viện"))
    email = EmailField(_l("Email"), [Length(max=LENGTHS["email"])])
    locale = SelectField(_l("Ngôn ngữ của thư"), choices=dict(LANGUAGES), default=SOURCE)
    address = StringField(_l("Địa chỉ"), [Length(max=LENGTHS["address"])])
    commune_code = SelectField(_l("Xã, phường"), choices=commune_choices)
    occupation = StringField(_l("Nghề nghiệp"), [Length(max=LENGTHS["occupation"])])
    school = StringField(_l("Trường"), [Length(max=LENGTHS["school"])])
    class_name = StringField(_l("Lớp"), [Length(max=LENGTHS["class_name"])])
    card_number = card_number_field()

    def offer(self, kinds: list[Kind], libraries: Choices) -> None:
        """What may be chosen at this desk."""
        names = {kind.code: kind.name(locale_code()) for kind in kinds}
        self.kind.choices = {"": _("Theo tuổi"), **names}
        self.library.choices = libraries

    def fill_from_scan(self) -> bool:
        """Whether the first field holds the QR code of an identity card; then it fills the form."""
        card = read_identity_card(self.number.data or "")
        if card is None:
            return False
        self.number.data, self.full_name.data = card.number, card.full_name
        self.document.data, self.gender.data = Document.CCCD.value, card.gender.value
        if card.birthday:
            self.birthday.data = f"{card.birthday:%d/%m/%Y}"
        self.address.data = self.address.data or card.address
        return True

    def application(self, kinds: list[Kind], adult_age: int) -> Application | Problem:
        """What was filled in; the one thing without which nothing else can be judged."""
        birthday = read_birthday(self.birthday.data or "")
        if birthday is None:
            return Problem("birthday", "shape" if self.birthday.data else "missing")
        person = Person(
            full_name=self.full_name.data or "",
            birthday=birthday,
            gender=self._gender(),
            document=Document(self.document.data) if self._number() else None,
            number=self._number(),
            occupation=self.occupation.data or "",
            school=self.school.data or "",
            class_name=self.class_name.data or "",
            address=self.address.data or "",
            commune_code=self.commune_code.data or "",
            phone=self.phone.data or "",
            email=self.email.data or "",
        )
        child = is_child(birthday, today(), adult_age)
        return Application(
            person=person,
            library_id=int(self.library.data),
            kind=self.kind.data or _kind_by_age(kinds, person, child=child),
            guardian=self._guardian() if child else None,
            agreed=self._agreed(child=child),
            locale=self.locale.data,
        )

    def _number(self) -> str:
        return read_document(self.number.data or "")

    def _gender(self) -> Gender:
        if self.gender.data:
            return Gender(self.gender.data)
        return said_gender(Document(self.document.data), self._number())

    def _guardian(self) -> Guardian:
        return Guardian(
            full_name=self.guardian_name.data or "",
            relation=Relation(self.guardian_relation.data),
            document=Document(self.guardian_document.data),
            number=read_document(self.guardian_number.data or ""),
            phone=self.guardian_phone.data or "",
        )

    def _agreed(self, *, child: bool) -> frozenset[Agreed]:
        by = Consenter.GUARDIAN if child else Consenter.SELF
        ticked = ((Consented.RULES, self.rules.data), (Consented.DATA, child and self.data.data))
        return frozenset((what, by) for what, yes in ticked if yes)


def _kind_by_age(kinds: list[Kind], person: Person, *, child: bool) -> str:
    """The first kind of the library for somebody's age."""
    suiting = (one.code for one in kinds if one.suits(person.birthday, today(), child=child))
    return next(suiting, "")
