"""What a reader's own browser keeps of a registration: the form half filled, and links to those
that were sent. A computer of many keeps neither.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flask import Response, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.cards.drafts import KEPT_FOR, Draft, opened, sealed
from portal.clock import now
from portal.db import db, sealing_key
from portal.web.access import person
from portal.web.forms import PortalForm
from portal.web.headers import delete_cookie, left_here

DRAFT, SENT = "card_draft", "card_sent"  # names of cookies
_WHERE = "cards.apply"  # they have its path

left_here(_WHERE, DRAFT, SENT)  # whoever signs out takes them along

MOST_SENT = 6
SENT_FOR = 30 * 24 * 3600  # seconds

_NEVER_KEPT = frozenset(
    {"csrf_token", "form_token", "photo", "photo_kept", "shared", "agreed_rules", "agreed_data",
     "name_by_guardian", "image_by_guardian", "name_by_self", "image_by_self"}
)  # fmt: skip
"""A file does not fit, and what somebody agrees to they tick when they send it."""

FOR_THE_NEXT = (
    "guardian_name", "guardian_relation", "guardian_document", "guardian_number",
    "guardian_phone", "email", "address", "commune", "school",
)  # fmt: skip
"""What brothers and sisters have in common."""


def on_shared_computer() -> bool:
    """Whether whoever is signed in said that others use this computer, too."""
    return person().is_authenticated and not session.permanent


def draft() -> Draft | None:
    return opened(request.cookies.get(DRAFT, ""), sealing_key(db.session), now())


def filled(form: PortalForm) -> Mapping[str, str]:
    """What somebody typed or chose."""
    return {field.name: str(field.data or "") for field in form if field.name not in _NEVER_KEPT}


def keep(response: BaseResponse, whose: str, library: str, values: Mapping[str, str]) -> bool:
    """Keep a draft for a day, in place of the one before; False where it is too long for that."""
    made = Draft(whose, {**values, "library": library}, now())
    value = sealed(made, sealing_key(db.session))
    if value is None:
        forget(response, DRAFT)
        return False
    _set(response, DRAFT, value, int(KEPT_FOR.total_seconds()))
    return True


def remember_sent(response: BaseResponse, token: str) -> None:
    """The newest first."""
    tokens = [token, *(one for one in sent() if one != token)]
    _set(response, SENT, ".".join(tokens[:MOST_SENT]), SENT_FOR)


def sent() -> Sequence[str]:
    """Tokens of the links this browser was given."""
    found = request.cookies.get(SENT, "").split(".")
    return [one for one in found if re.fullmatch(r"[\w-]{20,80}", one)][:MOST_SENT]


def forget(response: BaseResponse, *names: str) -> None:
    for name in names:
        delete_cookie(response, name, _WHERE)


def leave_nothing(response: Response | BaseResponse) -> None:
    """Not even the page that the back button would show."""
    forget(response, DRAFT, SENT)
    response.headers["Clear-Site-Data"] = '"cache"'


def _set(response: BaseResponse, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=url_for(_WHERE),
        samesite="Lax",
        httponly=True,
        secure=request.is_secure,
    )
