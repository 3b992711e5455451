"""Who is asked to agree to what. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from portal.cards.ages import consents_too, is_child
from portal.cards.policies import Policy
from portal.cards.words import Consented, Consenter

TEXT_VERSION: Final = "2026-11"
"""Of the texts that readers agree to; a new wording is a new version."""

PUBLISHING: Final = frozenset({Consented.PUBLISH_NAME, Consented.PUBLISH_IMAGE})

Agreed = tuple[Consented, Consenter]


def asked(birthday: date, today: date, policy: Policy) -> frozenset[Consenter]:
    """Who is asked before something of somebody is published: a small child is not."""
    if not is_child(birthday, today, policy.adult_age):
        return frozenset({Consenter.SELF})
    if consents_too(birthday, today, policy.consent_age):
        return frozenset({Consenter.SELF, Consenter.GUARDIAN})
    return frozenset({Consenter.GUARDIAN})


def may_publish(
    what: Consented, agreed: frozenset[Agreed], birthday: date, today: date, policy: Policy
) -> bool:
    """Whether somebody's name or image may be shown: everybody who is asked has agreed."""
    if what not in PUBLISHING:
        raise ValueError(f"{what} is not about publishing")
    return {(what, one) for one in asked(birthday, today, policy)} <= agreed


def kept(
    agreed: Iterable[Agreed], birthday: date, today: date, policy: Policy
) -> tuple[Agreed, ...]:
    """What was agreed to by those who are asked; a school answers for its list."""
    by = asked(birthday, today, policy) | {Consenter.SCHOOL}
    return tuple(sorted(one for one in agreed if one[1] in by))
