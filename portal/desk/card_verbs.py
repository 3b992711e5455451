"""What the buttons of a reader's page do: one verb each, with its form and what it says when done.

The verbs are those of `portal.cards`; here they get their values from a form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.cards import (
    addressing,
    approving,
    blocking,
    details,
    handing_over,
    issuing,
    portraits,
    walk_in,
)
from portal.cards.acting import Clerk
from portal.cards.models import Borrower
from portal.cards.moving import borrower, grown_up
from portal.cards.numbers import grouped
from portal.cards.refusals import BadApplication, Problem
from portal.cards.scanning import read_birthday, read_document
from portal.cards.states import Act
from portal.cards.words import Document, Gender, Relation
from portal.desk import card_forms as forms
from portal.desk.phrases import said
from portal.i18n import date_text
from portal.i18n import gettext as _

Do = Callable[[Session, Clerk, Borrower, Any], str]


@dataclass(frozen=True, slots=True)
class Verb:
    """`name`: in the address; `act`: of the table of states, which says when there is a button.

    by_eye: a second button takes the document as seen without its number.
    """

    name: str
    act: Act
    form: type[forms.ActForm]
    do: Do
    by_eye: bool = False

    @property
    def prefix(self) -> str:
        """Before the names of its fields: a page holds many forms."""
        return self.name.replace("-", "_") + "_"


def perform(session: Session, clerk: Clerk, verb: Verb, borrower_id: int, form: Any) -> str:
    """Do it. What to tell the librarian. Raises what the verb raises."""
    return verb.do(session, clerk, borrower(session, borrower_id), form)


def _approve(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    number = approving.approve(session, clerk, row.id, seen=form.version)
    return _("Đã duyệt. Số thẻ tạm: %(number)s.", number=grouped(number))


def _admit(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    document, number = _shown(session, row, form)
    card = walk_in.admit_here(
        session,
        clerk,
        row.id,
        seen=form.version,
        document=document,
        number=number,
        card_number=form.card_number.data or "",
    )
    return _(
        "Đã duyệt và ghi nhận giấy tờ. Số thẻ %(number)s, có giá trị đến %(day)s.",
        number=grouped(card.number),
        day=date_text(card.valid_until),
    )


def _see(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    document, number = _shown(session, row, form)
    until = issuing.see_document(
        session, clerk, row.id, seen=form.version, document=document, number=number
    )
    return _("Đã ghi nhận giấy tờ. Thẻ có giá trị đến %(day)s.", day=date_text(until))


def _ask(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    question = said("ask", form.ticked.data or (), form.why.data or "", row.locale)
    approving.ask(session, clerk, row.id, seen=form.version, question=question)
    return _("Đã hỏi bạn đọc. Khi có trả lời, đăng ký quay lại danh sách chờ duyệt.")


def _refuse(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    reason = said("refuse", form.ticked.data or (), form.why.data or "", row.locale)
    approving.refuse(session, clerk, row.id, seen=form.version, reason=reason)
    return _("Đã từ chối đăng ký.")


def _issue(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    issuing.issue(session, clerk, row.id, seen=form.version)
    return _("Đã trao thẻ cho %(name)s.", name=row.full_name or "")


def _renew(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    until = issuing.renew(session, clerk, row.id, seen=form.version, kind=form.kind.data or None)
    return _("Đã gia hạn đến %(day)s.", day=date_text(until))


def _lose(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    issuing.lose(session, clerk, row.id, seen=form.version)
    return _("Đã báo mất. Số thẻ cũ không dùng được nữa.")


def _reissue(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    handed_over = form.card_number.data or ""
    number = issuing.reissue(session, clerk, row.id, seen=form.version, card_number=handed_over)
    return _("Đã cấp lại. Số thẻ mới: %(number)s.", number=grouped(number))


def _block(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    reason = said("block", form.ticked.data or (), form.why.data or "", row.locale)
    blocking.block(session, clerk, row.id, seen=form.version, reason=reason)
    return _("Đã khóa thẻ.")


def _unblock(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    blocking.unblock(session, clerk, row.id, seen=form.version, why=form.why.data or "")
    return _("Đã mở khóa thẻ.")


def _close(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    blocking.close(session, clerk, row.id, seen=form.version, why=form.why.data or "")
    return _("Đã đóng thẻ.")


def _reopen(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    blocking.reopen(session, clerk, row.id, seen=form.version, why=form.why.data or "")
    return _("Đã mở lại đăng ký; đăng ký chờ duyệt như mới.")


def _edit(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    names = [name for name in details.EDITABLE if name != "guardian_phone" or row.guardian_name]
    changes = {name: form[name].data or "" for name in names}
    details.edit_here(session, clerk, row.id, changes, seen=form.version)
    return _("Đã sửa thông tin liên hệ.")


def _email(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    email = form.email.data or ""
    addressing.note_address(session, clerk, row.id, email, seen=form.version)
    return _("Đã ghi email. Thư xác nhận được gửi tới đó.")


def _correct(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    number = read_document(form.number.data or "")
    details.correct(
        session,
        clerk,
        row.id,
        seen=form.version,
        full_name=form.full_name.data or None,
        birthday=_day(form.birthday.data or ""),
        gender=Gender(form.gender.data),
        document=Document(form.document.data) if number else None,
        number=number or None,
    )
    return _("Đã sửa theo giấy tờ.")


def _guardian(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    details.correct_guardian(
        session,
        clerk,
        row.id,
        seen=form.version,
        full_name=form.full_name.data or "",
        relation=Relation(form.relation.data),
        document=Document(form.document.data),
        number=_needed(read_document(form.number.data or "")),
    )
    return _("Đã sửa thông tin người giám hộ.")


def _hand_over(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    if form.email.data:
        handing_over.offer_here(session, clerk, row.id, form.email.data)
        return _("Đã gửi thư mời nhận thẻ.")
    handing_over.hand_over_here(session, clerk, row.id, seen=form.version)
    return _("Đã trao thẻ cho chính chủ. Mời in đường dẫn đặt mật khẩu cho bạn đọc.")


def _photo(session: Session, clerk: Clerk, row: Borrower, form: Any) -> str:
    sent = form.photo.data
    portraits.take_portrait(session, clerk, row.id, sent.read() if sent else b"")
    return _("Đã lưu ảnh.")


def _shown(session: Session, row: Borrower, form: Any) -> tuple[Document | None, str]:
    """The document laid on the desk; without a number where the librarian compared it by eye, or
    where a child has none.
    """
    if form.by_eye and (row.id_hash or not grown_up(session, row)):
        return None, ""
    number = _needed(read_document(form.number.data or ""))
    return Document(form.document.data), number


def _needed(number: str) -> str:
    if not number:
        raise BadApplication((Problem("number", "missing"),))
    return number


def _day(text: str) -> date:
    found = read_birthday(text)
    if found is None:
        raise BadApplication((Problem("birthday", "shape"),))
    return found


VERBS: Mapping[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("tai-quay", Act.APPROVE, forms.AdmitForm, _admit, by_eye=True),
        Verb("duyet", Act.APPROVE, forms.ActForm, _approve),
        Verb("bo-sung", Act.ASK, forms.AskForm, _ask),
        Verb("tu-choi", Act.REFUSE, forms.RefuseForm, _refuse),
        Verb("giay-to", Act.SEE_DOCUMENT, forms.DocumentForm, _see, by_eye=True),
        Verb("trao", Act.ISSUE, forms.ActForm, _issue),
        Verb("gia-han", Act.RENEW, forms.RenewForm, _renew),
        Verb("bao-mat", Act.LOSE, forms.ActForm, _lose),
        Verb("cap-lai", Act.REISSUE, forms.ReissueForm, _reissue),
        Verb("anh", Act.EDIT, forms.PhotoForm, _photo),
        Verb("lien-he", Act.EDIT, forms.ContactForm, _edit),
        Verb("email", Act.EDIT, forms.EmailForm, _email),
        Verb("sua", Act.CORRECT, forms.CorrectForm, _correct),
        Verb("giam-ho", Act.CORRECT, forms.GuardianForm, _guardian),
        Verb("chinh-chu", Act.HAND_OVER, forms.HeirForm, _hand_over),
        Verb("khoa", Act.BLOCK, forms.BlockForm, _block),
        Verb("mo-khoa", Act.UNBLOCK, forms.NoteForm, _unblock),
        Verb("dong", Act.CLOSE, forms.NoteForm, _close),
        Verb("mo-lai", Act.REOPEN, forms.NoteForm, _reopen),
    )
}
"""Every button that is one act, in the order of the page."""
