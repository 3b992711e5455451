"""Who has a card or asks for one, and what of them may exist only once."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.cards.identity import LONGEST_KEY
from portal.cards.states import State
from portal.cards.words import Document, Gender, Relation
from portal.column_types import enum_text
from portal.db import Base


class Borrower(Base):
    """One person at one library. What is personal is None once the row is purged.

    The numbers of documents are sealed; beside each stands its keyed hash, for looking it up.
    """

    __tablename__ = "borrower"
    __table_args__ = (
        CheckConstraint("merged_into_id <> id", name="not_into_itself"),
        CheckConstraint("(id_hash IS NULL) = (id_sealed IS NULL)", name="whole_document"),
        CheckConstraint(
            "(guardian_id_hash IS NULL) = (guardian_id_sealed IS NULL)", name="whole_guardian"
        ),
        CheckConstraint(
            "state = 'purged' OR (full_name IS NOT NULL AND birthday IS NOT NULL)", name="somebody"
        ),
        # What waits at a desk, the oldest first; and who two registrations may both be.
        Index("ix_borrower_waiting", "library_id", "state", "state_since"),
        Index("ix_borrower_due", "state", "state_since"),
        Index("ix_borrower_name", "name_key", "birthday"),
        Index("ix_borrower_id_hash", "id_hash"),
        Index("ix_borrower_phone", "phone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id"))
    kind: Mapped[str] = mapped_column(String(30))  # code of a card kind
    state: Mapped[State] = mapped_column(enum_text(State, "state"))
    state_since: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(Text)  # what is asked, why refused or blocked
    answer: Mapped[str | None] = mapped_column(Text)
    provisional_until: Mapped[date | None]  # last day to show a document
    valid_until: Mapped[date | None]  # last day of the card; None: no document was seen yet
    reminded_of: Mapped[date | None]  # the last day that a letter told of
    version: Mapped[int] = mapped_column(default=1)  # one more with every act
    created_at: Mapped[datetime]
    locale: Mapped[str] = mapped_column(String(5))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("borrower.id"), index=True)

    full_name: Mapped[str | None] = mapped_column(String(200))
    name_key: Mapped[str | None] = mapped_column(String(LONGEST_KEY))
    birthday: Mapped[date | None]
    gender: Mapped[Gender | None] = mapped_column(enum_text(Gender, "gender"))
    occupation: Mapped[str | None] = mapped_column(String(200))
    school: Mapped[str | None] = mapped_column(String(200))
    class_name: Mapped[str | None] = mapped_column(String(50))
    address: Mapped[str | None] = mapped_column(String(300))
    commune_code: Mapped[str | None] = mapped_column(String(5))
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))  # of the guardian, for a child
    email_confirmed_at: Mapped[datetime | None]
    id_kind: Mapped[Document | None] = mapped_column(enum_text(Document, "id_kind"))
    id_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    guardian_name: Mapped[str | None] = mapped_column(String(200))
    guardian_relation: Mapped[Relation | None] = mapped_column(
        enum_text(Relation, "guardian_relation")
    )
    guardian_id_kind: Mapped[Document | None] = mapped_column(
        enum_text(Document, "guardian_id_kind")
    )
    guardian_id_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    guardian_id_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    guardian_phone: Mapped[str | None] = mapped_column(String(20))


class Claim(Base):
    """What only one living borrower may have: a document, an e-mail, a phone with a birthday.

    The primary key is what decides between two who register at once. `key` is a keyed hash.
    """

    __tablename__ = "card_claim"

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    borrower_id: Mapped[int] = mapped_column(
        ForeignKey("borrower.id", ondelete="CASCADE"), index=True
    )


class ToldApart(Base):
    """Two who look like one person and are two: a librarian looked. `one_id` is the lesser."""

    __tablename__ = "card_told_apart"
    __table_args__ = (CheckConstraint("one_id < other_id", name="in_order"),)

    one_id: Mapped[int] = mapped_column(
        ForeignKey("borrower.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("borrower.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(200))  # of the librarian


class ClassList(Base):
    """A class that a teacher registers. Confirmed by the school before the desk issues it."""

    __tablename__ = "class_list"
    __table_args__ = (Index("ix_class_list_library", "library_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id"))
    school: Mapped[str] = mapped_column(String(200))
    class_name: Mapped[str] = mapped_column(String(50))
    teacher: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))  # of the school, which confirms
    phone: Mapped[str | None] = mapped_column(String(20))
    locale: Mapped[str] = mapped_column(String(5))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None] = mapped_column(String(200))  # or who saw its stamp
    issued_at: Mapped[datetime | None]  # when the desk had done with it, whoever is on it
    status_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)  # of a token
    sent_with_id: Mapped[int | None] = mapped_column(  # the first class of the same file
        ForeignKey("class_list.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int] = mapped_column(default=1)


class ClassMember(Base):
    """A line of a list, and whom it is about: a row for each who has what the line says.

    What the list's sender and school are shown is read from the line alone (`position`,
    `typed_name`), never from who it turned out to be: they would learn who has a card.
    """

    __tablename__ = "class_member"

    class_list_id: Mapped[int] = mapped_column(
        ForeignKey("class_list.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    borrower_id: Mapped[int] = mapped_column(ForeignKey("borrower.id"), primary_key=True)
    typed_name: Mapped[str | None] = mapped_column(String(200))  # None once the pupil is purged
    was_there: Mapped[bool]  # had a card or asked before
