"""What a letter says and to whom, as sealed text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.sealing import open_sealed, seal

PURPOSE = "letter.contents"
_DAY, _MOMENT = "$day", "$moment"


@dataclass(frozen=True)
class Contents:
    """to: one address. values: what the templates are given."""

    to: str
    values: Mapping[str, object]

    def sealed(self, key: str) -> bytes:
        """Raises TypeError where a value is no text, number, day, moment, list or mapping of them.

        A text translated already is none either: it would be in the language of who posts.
        """
        text = json.dumps({"to": self.to, "values": self.values}, default=_plain, allow_nan=False)
        return seal(text, key, purpose=PURPOSE)

    @classmethod
    def opened(cls, sealed: bytes, key: str) -> Contents:
        """Raises CannotOpen."""
        told = json.loads(open_sealed(sealed, key, purpose=PURPOSE), object_hook=_revived)
        return cls(told["to"], told["values"])


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {_MOMENT: value.isoformat()}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(f"a letter cannot keep a {type(value).__name__}")


def _revived(found: dict[str, object]) -> object:
    if found.keys() == {_MOMENT}:
        return datetime.fromisoformat(str(found[_MOMENT]))
    if found.keys() == {_DAY}:
        return date.fromisoformat(str(found[_DAY]))
    return found
