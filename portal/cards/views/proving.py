"""The number and the birthday that are asked for behind a link, tried a few times at most."""

from __future__ import annotations

from portal.cards.forms import ProofForm
from portal.cards.proving import NotShown, Proof, count_try
from portal.cards.scanning import read_birthday
from portal.db import db
from portal.i18n import gettext as _
from portal.web.refusals import explain


def read(form: ProofForm) -> Proof:
    return Proof(form.number.data or "", read_birthday(form.birthday.data or ""))


def tell(form: ProofForm, refused: NotShown) -> None:
    told = explain(refused)
    form.number.errors = [f"{told.title} {told.next_step}"]


def wait_for(form: ProofForm, borrower_id: int) -> int:
    """Count a try, and commit that: the seconds until the next, which the form tells then; 0 where
    this is one, or nothing was typed.
    """
    if not (form.number.data or form.birthday.data):
        return 0
    wait = count_try(db.session, borrower_id)
    db.session.commit()
    if wait:
        form.number.errors = [_("Đã thử sai nhiều lần. Mời bạn mang thẻ và giấy tờ đến quầy.")]
    return wait
