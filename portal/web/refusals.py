"""What a reader is told when a service refuses: the rule, and what can be done next.

A feature registers its texts beside its pages::

    @explains(CardExpired)
    def card_expired(refusal: CardExpired) -> Explanation:
        return Explanation(_("Thẻ đã hết hạn"), _("…"), _("…"))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from portal.refusals import Refusal

R = TypeVar("R", bound=Refusal)


@dataclass(frozen=True)
class Explanation:
    """``title`` says what was refused, ``rule`` why, ``next_step`` what the reader can do."""

    title: str
    rule: str
    next_step: str


class Unexplained(LookupError):
    """A refusal nobody wrote a text for: a mistake in the code, not the reader's."""


_explainers: dict[type[Refusal], Callable[[Any], Explanation]] = {}
_statuses: dict[type[Refusal], int] = {}


def explains(
    kind: type[R], *, status: int = 409
) -> Callable[[Callable[[R], Explanation]], Callable[[R], Explanation]]:
    """Register the text for refusals of ``kind`` (and of its subclasses without their own).

    ``status``: of the page that tells one no view caught.
    """

    def register(explain: Callable[[R], Explanation]) -> Callable[[R], Explanation]:
        if kind in _explainers and _explainers[kind] is not explain:
            raise ValueError(f"{kind.__name__} is explained twice")
        _explainers[kind] = explain
        _statuses[kind] = status
        return explain

    return register


def explain(refusal: Refusal) -> Explanation:
    """The text for ``refusal`` in the language of the request."""
    return _explainers[_explained(refusal)](refusal)


def status_of(refusal: Refusal) -> int:
    """The HTTP status of the page that tells ``refusal``."""
    return _statuses[_explained(refusal)]


def _explained(refusal: Refusal) -> type[Refusal]:
    for kind in type(refusal).__mro__:
        if kind in _explainers:
            return kind
    raise Unexplained(type(refusal).__name__)


def in_one_line(refusal: Refusal) -> str:
    """What a refusal says on a terminal, or in a log."""
    try:
        text = explain(refusal)
    except Unexplained:
        return str(refusal)
    return f"{text.title.rstrip('.')}. {text.rule} {text.next_step}"
