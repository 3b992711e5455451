"""Posting a letter: a row in the caller's own transaction, so that both happen or neither."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.clock import now
from portal.db import insert_into, sealing_key
from portal.mail.addresses import address_of
from portal.mail.contents import Contents
from portal.mail.models import Letter

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "mail"
_KIND = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter of several posted together: what `post` is given for it alone."""

    to: str
    locale: str
    values: Mapping[str, object]
    once: str | None = None


def post(
    session: Session,
    kind: str,
    *,
    to: str,
    locale: str,
    values: Mapping[str, object],
    once: str | None = None,
    until: datetime | None = None,
) -> None:
    """Have a letter of this kind written to `to` in `locale`, once the caller commits.

    kind: names `templates/mail/<kind>.txt`, whose first line is the subject, and `<kind>.html`.
    values: what the templates are given: texts, numbers, days, moments, lists of them. Links are
    made in the templates (`url_for`), where they become whole addresses.
    once: while a letter with this key is remembered (`portal.mail.keeping.LETTERS_KEPT`), a second
    one is not written. Nothing personal belongs in it: it is not sealed.
    until: when the letter is no longer worth sending (the link in it has expired).

    Raises BadAddress; LookupError for a kind without templates; TypeError for other values.
    """
    _check(kind)
    address_of(to)
    if once is not None and session.scalar(select(Letter.id).where(Letter.once == once)):
        return
    letter = _columns(session, kind, Addressed(to, locale, values, once))
    try:
        with session.begin_nested():
            session.add(Letter(**letter, until=until))
    except IntegrityError:  # somebody posted the same at the same moment
        if once is None:
            raise


def post_all(session: Session, kind: str, letters: Iterable[Addressed]) -> None:
    """Post many of one kind in one statement. Raises as `post`."""
    _check(kind)
    rows = []
    for one in letters:
        address_of(one.to)
        rows.append(_columns(session, kind, one))
    if rows:
        session.execute(insert_into(session, Letter).on_conflict_do_nothing(), rows)


def _columns(session: Session, kind: str, one: Addressed) -> dict[str, Any]:
    moment = now()
    return {
        "kind": kind,
        "locale": one.locale,
        "contents": Contents(one.to, one.values).sealed(sealing_key(session)),
        "token": secrets.token_hex(16),
        "once": one.once,
        "posted_at": moment,
        "due_at": moment,
    }


def _check(kind: str) -> None:
    if not _KIND.fullmatch(kind) or not all(
        (TEMPLATES / f"{kind}.{form}").is_file() for form in ("txt", "html")
    ):
        raise LookupError(f"no templates for letters of kind {kind!r}")
