"""Made-up readers in every state, so that each page of readers and of the desk has something.

Their documents are nobody's: no country has the code 999 that the numbers begin with.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.passwords import hashed
from portal.cards import approving, blocking, classes, confirming, editing, finding, issuing
from portal.cards.acting import Clerk
from portal.cards.applications import Application, Guardian, Person
from portal.cards.class_applications import ClassApplication, Pupil
from portal.cards.defaults import load_kinds
from portal.cards.links import status_of
from portal.cards.models import Borrower
from portal.cards.numbering import living_number
from portal.cards.registering import register
from portal.cards.words import Consented, Consenter, Document, Gender, Relation
from portal.clock import today
from portal.db import sealing_key
from portal.mail.contents import Contents
from portal.mail.models import Letter

READER, PARENT, RENEWING = "bandoc@demo.vn", "phuhuynh@demo.vn", "giahan@demo.vn"
SELF = frozenset({(Consented.RULES, Consenter.SELF)})
PARENTS = frozenset({(Consented.RULES, Consenter.GUARDIAN), (Consented.DATA, Consenter.GUARDIAN)})
PUPILS = (
    "Nguyễn Gia Bảo", "Trần Khánh Chi", "Lê Minh Đức", "Phạm Thùy Dương", "Hoàng Nhật Hạ",
    "Vũ Anh Khoa", "Đặng Bảo Ngọc", "Bùi Tuấn Phong", "Đỗ Phương Thảo", "Ngô Hải Yến",
)  # fmt: skip


def load_borrowers(session: Session, clerk: Clerk, city: Clerk, password: str) -> None:
    """Readers of the clerk's library, one or more in every state.

    clerk: of one library; city: who may set how it handles cards. password: of the accounts of a
    reader and of a parent.
    """
    load_kinds(session)
    made = _Readers(session, clerk)
    _settings(session, city, clerk.library_id)
    _waiting(made)
    _cards(made)
    _family(made)
    _class(made)
    for email in (READER, PARENT, RENEWING):
        account = session.scalars(select(Account).where(Account.email == email)).one()
        account.password_hash = hashed(password)
    session.execute(delete(Letter))  # nobody reads at their addresses


class _Readers:
    """Makes readers of one library."""

    def __init__(self, session: Session, clerk: Clerk) -> None:
        self.session, self.clerk = session, clerk
        self.library_id = clerk.library_id or 0
        self._serials = count(1)

    def grown_up(
        self, name: str, born: date, gender: Gender, *, email: str = "", phone: str = ""
    ) -> Borrower:
        """Registered; with an address, not confirmed yet."""
        person = Person(
            full_name=name,
            birthday=born,
            gender=gender,
            document=Document.CCCD,
            number=self.cccd(born, gender),
            email=email,
            phone=phone or f"0900{next(self._serials):06d}",
            occupation="Nhân viên",
            address="Số nhà mẫu",
        )
        return self.registered(Application(
            person=person, library_id=self.library_id, kind="ban-doc", agreed=SELF
        ))  # fmt: skip

    def with_card(self, name: str, born: date, gender: Gender, **contact: str) -> Borrower:
        """Registered, approved, the document seen."""
        row = self.grown_up(name, born, gender, **contact)
        if row.email:
            self.confirm()
        else:
            approving.approve(self.session, self.clerk, row.id, seen=row.version)
        issuing.see_document(self.session, self.clerk, row.id, seen=row.version)
        return row

    def child(self, name: str, born: date, gender: Gender) -> Borrower:
        """Registered by the parent, whose address is confirmed."""
        person = Person(
            full_name=name, birthday=born, gender=gender, email=PARENT, school="Trường mẫu"
        )
        guardian = Guardian(
            full_name="Phạm Thu Phương",
            relation=Relation.MOTHER,
            number=self.cccd(date(1985, 4, 2), Gender.FEMALE),
            phone="0900000100",
        )
        row = self.registered(Application(
            person=person, guardian=guardian, library_id=self.library_id, kind="thieu-nhi",
            agreed=PARENTS,
        ))  # fmt: skip
        self.confirm()
        return row

    def registered(self, application: Application) -> Borrower:
        link = status_of(self.session, register(self.session, application).status_token)
        return self.session.get_one(Borrower, link.borrower_id)

    def confirm(self) -> None:
        """Open the link of the letter that was posted last."""
        last = select(Letter.contents).where(Letter.kind == "card_confirm")
        sealed = self.session.scalars(last.order_by(Letter.id.desc()).limit(1)).one() or b""
        token = Contents.opened(sealed, sealing_key(self.session)).values["token"]
        confirming.confirm(self.session, str(token))

    def cccd(self, born: date, gender: Gender) -> str:
        century = (born.year // 100 - 19) * 2 + (gender is Gender.FEMALE)
        return f"999{century}{born.year % 100:02d}{next(self._serials):06d}"


def _settings(session: Session, city: Clerk, library_id: int | None) -> None:
    """A library that does a few things otherwise than the network."""
    editing.edit_policy(session, city, library_id, {"days_provisional": 45}, seen=0)
    editing.edit_kind(session, city, library_id, "ban-doc", {"months_valid": 36}, seen=1)


def _waiting(made: _Readers) -> None:
    session, clerk = made.session, made.clerk
    made.grown_up("Đinh Công Thành", date(1979, 6, 3), Gender.MALE, email="thanh@demo.vn")
    made.grown_up("Nguyễn Thị Lan", date(1990, 3, 14), Gender.FEMALE)
    made.grown_up("Nguyễn Thị Lan", date(1990, 3, 14), Gender.FEMALE)  # the same one, likely
    asked = made.grown_up("Lý Thanh Bình", date(1968, 11, 20), Gender.MALE)
    question = "Ngày sinh trên đăng ký khác trên giấy tờ: bạn cho biết ngày nào đúng?"
    approving.ask(session, clerk, asked.id, seen=asked.version, question=question)
    refused = made.grown_up("Tên Không Thật", date(2000, 1, 1), Gender.UNSAID)
    reason = "Họ tên và địa chỉ không có thật."
    approving.refuse(session, clerk, refused.id, seen=refused.version, reason=reason)
    made.grown_up("Tạ Hồng Nhung", date(2003, 9, 9), Gender.FEMALE, email="nhung@demo.vn")
    made.confirm()


def _cards(made: _Readers) -> None:
    session, clerk = made.session, made.clerk
    made.with_card("Trịnh Quang Minh", date(1982, 2, 27), Gender.MALE, email=READER)
    soon = made.with_card("Mai Kim Oanh", date(1957, 12, 1), Gender.FEMALE, email=RENEWING)
    soon.valid_until = today() + timedelta(days=12)
    over = made.with_card("Cao Xuân Hòa", date(1949, 5, 19), Gender.MALE)
    over.valid_until = today() - timedelta(days=40)
    blocked = made.with_card("Hồ Đức Trí", date(1995, 8, 8), Gender.MALE)
    reason = "Còn giữ hai cuốn sách quá hạn hơn ba tháng."
    blocking.block(session, clerk, blocked.id, seen=blocked.version, reason=reason)
    lost = made.with_card("Dương Mỹ Linh", date(1999, 10, 30), Gender.FEMALE)
    issuing.lose(session, clerk, lost.id, seen=lost.version)
    given = made.with_card("Kiều Văn Sơn", date(1974, 1, 15), Gender.MALE)
    finding.by_number(session, clerk, living_number(session, given.id) or "")
    issuing.reissue(session, clerk, given.id, seen=given.version)
    closed = made.with_card("Phan Thế Anh", date(1988, 7, 7), Gender.MALE)
    blocking.close(session, clerk, closed.id, seen=closed.version, why="Chuyển đi tỉnh khác")


def _family(made: _Readers) -> None:
    """Two children and one that came of age, under a parent's account."""
    session, clerk = made.session, made.clerk
    year = today().year
    small = made.child("Vương Minh Khôi", date(year - 9, 1, 20), Gender.MALE)
    issuing.see_document(session, clerk, small.id, seen=small.version)
    made.child("Vương Thu An", date(year - 6, 1, 8), Gender.FEMALE)
    grown = made.child("Vương Hải Đăng", date(year - 15, 1, 5), Gender.MALE)
    issuing.see_document(session, clerk, grown.id, seen=grown.version)
    grown.birthday = date(year - 16, 1, 5)


def _class(made: _Readers) -> None:
    pupils = tuple(
        Pupil(line=line, person=Person(full_name=name, birthday=date(2016, line, 10)))
        for line, name in enumerate(PUPILS, 2)
    )
    application = ClassApplication(
        school="Trường Tiểu học mẫu",
        class_name="4A",
        teacher="Cô Thu Mai",
        email="truong@demo.vn",
        library_id=made.library_id,
        kind="thieu-nhi",
        pupils=pupils,
    )
    classes.register_class(made.session, application)
