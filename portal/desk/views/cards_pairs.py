"""Two readers who may be one, side by side: made one, or told apart."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.cards.merging import is_before, may_drop, merge
from portal.cards.overview import Overview, beside, overview
from portal.cards.refusals import NoSuchBorrower, NotAlike, NotYours
from portal.cards.telling_apart import tell_apart
from portal.db import db
from portal.desk.views.blueprint import NUMBER, bp, look_closely, my_clerk
from portal.i18n import gettext as _
from portal.refusals import Refusal
from portal.web.access import staff
from portal.web.posted import posted
from portal.web.refusals import Explanation, explain

PAIR = f"/quay/the/<{NUMBER}:borrower_id>/giong/<{NUMBER}:other_id>"


@bp.get(PAIR)
@staff()
def card_pair(borrower_id: int, other_id: int) -> str:
    look_closely()
    return _shown(borrower_id, other_id)


@bp.post(f"{PAIR}/gop")
@staff()
def merge_pair(borrower_id: int, other_id: int) -> ResponseReturnValue:
    """One stays, the other leads to it; both histories are kept."""
    ids = (borrower_id, other_id)
    keep_id = _number("keep")
    if keep_id not in ids:
        abort(400)
    drop_id = other_id if keep_id == borrower_id else borrower_id
    try:
        merge(
            db.session,
            my_clerk(),
            keep_id,
            drop_id,
            seen_keep=_number(f"seen_{keep_id}"),
            seen_drop=_number(f"seen_{drop_id}"),
            why=posted("why")[:2000],
            reader_is_here="here" in request.form,
        )
    except (NotYours, NoSuchBorrower):
        raise
    except Refusal as refused:
        db.session.rollback()
        return _after_refusal(borrower_id, other_id, refused)
    db.session.commit()
    flash(_("Đã gộp làm một. Lịch sử của cả hai được giữ ở trang này."), "success")
    return redirect(url_for("desk.card_reader", borrower_id=keep_id), 303)


@bp.post(f"{PAIR}/khac")
@staff()
def tell_pair_apart(borrower_id: int, other_id: int) -> ResponseReturnValue:
    """«Hai người khác nhau»: neither is marked for the other any more."""
    try:
        tell_apart(db.session, my_clerk(), borrower_id, other_id)
    except NotAlike as refused:
        db.session.rollback()
        return _after_refusal(borrower_id, other_id, refused)
    db.session.commit()
    flash(_("Đã ghi: hai người khác nhau."), "success")
    return redirect(url_for("desk.card_reader", borrower_id=borrower_id), 303)


def _after_refusal(borrower_id: int, other_id: int, refused: Refusal) -> ResponseReturnValue:
    """Beside each other as they are now; where they are a pair no more, the reader's page."""
    told = explain(refused)
    try:
        return _shown(borrower_id, other_id, told), 409
    except _NoPair:
        db.session.commit()
        flash(f"{told.title} {told.rule}", "info")
        return redirect(url_for("desk.card_reader", borrower_id=borrower_id), 303)


class _NoPair(Exception):
    """Both exist, but nothing speaks for their being one any more."""


def _shown(borrower_id: int, other_id: int, told: Explanation | None = None) -> str:
    try:
        one = overview(db.session, my_clerk(), borrower_id)
        other = beside(db.session, my_clerk(), borrower_id, other_id)
    except NotYours:
        if told is not None:
            raise _NoPair from None
        raise
    likeness = next(like for like in one.likely_same if like.borrower_id == other_id)
    text = render_template(
        "desk/cards_pair.html",
        sides=(one, other),
        likeness=likeness.why,
        **_ways(one, other),
        told=told,
        why=posted("why"),
    )
    db.session.commit()
    return text


def _ways(one: Overview, other: Overview) -> dict[str, Any]:
    """How the two may be merged: who may stay, who best; whether the reader may be here."""
    session, clerk = db.session, my_clerk()
    pairs = ((one, other), (other, one))
    staying = [side for side, drop in pairs if may_drop(session, clerk, drop.row)]
    best = max(staying, key=_standing, default=None)
    return {
        "staying": staying,
        "stays": best and best.row.id,
        "may_be_here": all(is_before(session, clerk, side.row) for side in (one, other)),
        "here": "here" in request.form,
    }


def _standing(side: Overview) -> tuple[bool, float]:
    """A card that is in somebody's hands stays; of two alike, the one that was there first."""
    return side.row.valid_until is not None, -side.row.created_at.timestamp()


def _number(name: str) -> int:
    text = posted(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else 0
