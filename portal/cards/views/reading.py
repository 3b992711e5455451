"""What came with a form of a registration, judged as far as it can be before it is taken."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import date, timedelta

from portal.cards.applications import Application
from portal.cards.photo_texts import photo_text
from portal.cards.photos import MAX_BYTES, CardPhoto, PhotoRefused, card_photo
from portal.cards.refusals import BadApplication, Problem
from portal.cards.registering import checked
from portal.cards.views.filling import Sheet, application, born, tell
from portal.clock import today
from portal.db import db

_YEARS = {True: 10, False: 40}  # of a child, of a grown-up whose birthday cannot be read
_HANG_ON_BIRTHDAY = frozenset({"birthday", "number", "kind"})


class Filled:
    """A form and what was read from it. application: None where a place or a day is unreadable.

    complete: nothing that is known to be wrong.
    """

    def __init__(self, one: Sheet, found: Application | None) -> None:
        self._one = one
        self.application = found
        self.photo: CardPhoto | None = None

    @property
    def complete(self) -> bool:
        return self.application is not None and not self._one.form.errors

    @property
    def has_photo(self) -> bool:
        return bool(self._one.form.photo.data)

    def tell(self, problems: Iterable[Problem]) -> None:
        tell(self._one, problems)

    def read_photo(self) -> None:
        """Decode the photo, of now or of the form's last journey; the form takes it along."""
        form = self._one.form
        content = _content(self._one)
        form.photo_kept.data = ""
        if not content:
            return
        try:
            self.photo = card_photo(content)
        except PhotoRefused as refused:
            form.photo.errors = [photo_text(refused)]
        else:
            form.photo_kept.data = b64encode(self.photo).decode()


def read(one: Sheet) -> Filled:
    """Everything wrong with a form at once, the photo left for later."""
    day = born(one)
    if one.wrong_form:  # nothing else that seems wrong may be so on the other
        return Filled(one, None)
    found = application(one, day or _somewhen(one))
    if found is not None:
        try:
            checked(db.session, found)
        except BadApplication as bad:
            skipped = frozenset() if day else _HANG_ON_BIRTHDAY
            tell(one, [problem for problem in bad.problems if problem.field not in skipped])
    return Filled(one, found if day else None)


def _somewhen(one: Sheet) -> date:
    return today() - timedelta(days=366 * _YEARS[one.for_child])


def _content(one: Sheet) -> bytes:
    upload = one.form.photo.data
    if upload:
        with upload.stream:
            content: bytes = upload.read(MAX_BYTES + 1)
        return content
    try:
        return b64decode(one.form.photo_kept.data or "", validate=True)
    except (binascii.Error, ValueError):
        return b""
