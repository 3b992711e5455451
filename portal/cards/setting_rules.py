"""What a kind of card and a policy may be. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from portal.cards.kinds import Kind
from portal.cards.policies import FIELDS
from portal.cards.policies import LIMITS as POLICY_LIMITS
from portal.cards.refusals import Problem
from portal.cards.words import Audience, Document

KIND_FIELDS: Final = (
    "name_vi", "name_en", "bring_vi", "bring_en", "audience", "age_from", "age_to", "documents",
    "fee", "deposit", "months_valid", "email_needed", "phone_needed", "offered", "position",
)  # fmt: skip
"""What is edited of a kind; `documents` as a tuple of `Document`."""

LONGEST: Final = {"name_vi": 100, "name_en": 100, "bring_vi": 300, "bring_en": 300}
"""Letters of each text."""

LIMITS: Final = {
    "age_from": (0, 130), "age_to": (0, 130), "fee": (0, 10_000_000), "deposit": (0, 10_000_000),
    "months_valid": (1, 120), "position": (0, 1000),
}  # fmt: skip
"""Least and most of each number of a kind; ages in years, money in đồng."""

_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")


def wrong_policy(changes: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What is wrong with some new values; None follows the network and is never wrong."""
    return tuple(
        Problem(name, why)
        for name, value in changes.items()
        if (why := _wrong_policy_value(name, value))
    )


def wrong_kind(
    kind: Kind | None, changes: Mapping[str, Any], *, code: str | None = None
) -> tuple[Problem, ...]:
    """What is wrong with a kind once it is changed; `code`: of a new one."""
    if kind is None and code is None:
        return (Problem("code", "unknown"),)
    if code is not None and not _CODE.fullmatch(code):
        return (Problem("code", "shape"),)
    if unknown := [name for name in changes if name not in KIND_FIELDS]:
        return tuple(Problem(name, "unknown") for name in unknown)
    values = {
        name: changes[name] if name in changes else getattr(kind, name, None)
        for name in KIND_FIELDS
    }
    return tuple(_wrong_kind_values(values))


def kind_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the table has them."""
    columns = dict(values)
    if "documents" in columns:
        columns["documents"] = " ".join(columns["documents"])
    return columns


def _wrong_policy_value(name: str, value: Any) -> str | None:
    if name not in FIELDS:
        return "unknown"
    if value is None:
        return None
    if name not in POLICY_LIMITS:
        return None if isinstance(value, bool) else "shape"
    least, most = POLICY_LIMITS[name]
    return None if _is_number(value, least, most) else "range"


def _wrong_kind_values(values: Mapping[str, Any]) -> Iterator[Problem]:
    for name, longest in LONGEST.items():
        text = str(values[name] or "").strip()
        if not text or len(text) > longest:
            yield Problem(name, "too_long" if text else "missing")
    for name, (least, most) in LIMITS.items():
        open_end = name == "age_to" and values[name] is None
        if not open_end and not _is_number(values[name], least, most):
            yield Problem(name, "range")
    if values["audience"] not in set(Audience):
        yield Problem("audience", "unknown")
    documents = tuple(values["documents"] or ())
    if not documents or not set(documents) <= set(Document):
        yield Problem("documents", "unknown" if documents else "missing")
    for name in ("email_needed", "phone_needed", "offered"):
        if not isinstance(values[name], bool):
            yield Problem(name, "shape")
    start, end = values["age_from"], values["age_to"]
    if isinstance(start, int) and isinstance(end, int) and start > end:
        yield Problem("age_to", "before_start")


def _is_number(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
