"""The tables of cards."""

from portal.cards.models.borrowers import Borrower, Claim, ClassList, ClassMember, ToldApart
from portal.cards.models.history import CardEvent, Consent, Look, SettingChange
from portal.cards.models.links import Confirmation, StatusLink
from portal.cards.models.numbers import CardNumber, NumberRange
from portal.cards.models.portraits import Portrait
from portal.cards.models.settings import CardKind, CardPolicy

__all__ = [
    "Borrower",
    "CardEvent",
    "CardKind",
    "CardNumber",
    "CardPolicy",
    "Claim",
    "ClassList",
    "ClassMember",
    "Confirmation",
    "Consent",
    "Look",
    "NumberRange",
    "Portrait",
    "SettingChange",
    "StatusLink",
    "ToldApart",
]
