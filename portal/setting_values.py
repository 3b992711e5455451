"""From what was written in the environment or the file to a value of the setting's type."""

from collections.abc import Mapping
from typing import Any

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


class BadValue(ValueError):
    """What was written is no value of the wanted type; the message says what is."""


def parse(kind: type, given: object, limits: Mapping[str, Any]) -> object:
    """``given`` (a string, or a TOML value) as a ``kind`` within ``limits``."""
    if kind is bool:
        return _boolean(given)
    if kind is int:
        return _integer(given, limits.get("minimum"), limits.get("maximum"))
    if kind is tuple:
        return _names(given)
    return _text(given, limits.get("choices"))


def _boolean(given: object) -> bool:
    if isinstance(given, bool):
        return given
    word = str(given).strip().lower()
    if word in TRUE or word in FALSE:
        return word in TRUE
    raise BadValue(f"{given!r} is neither true nor false")


def _integer(given: object, minimum: int | None, maximum: int | None) -> int:
    try:
        if isinstance(given, bool):
            raise ValueError
        number = int(str(given).strip())
    except ValueError:
        raise BadValue(f"{given!r} is not a whole number") from None
    if minimum is not None and number < minimum:
        raise BadValue(f"{number} is less than {minimum}")
    if maximum is not None and number > maximum:
        raise BadValue(f"{number} is more than {maximum}")
    return number


def _names(given: object) -> tuple[str, ...]:
    parts = given if isinstance(given, list) else str(given).split(",")
    return tuple(name for part in parts if (name := str(part).strip()))


def _text(given: object, choices: tuple[str, ...] | None) -> str:
    if not isinstance(given, str):
        raise BadValue(f"{given!r} is not a text")
    text = given.strip()
    if choices is not None and text not in choices:
        raise BadValue(f"{text!r} is none of {', '.join(choices)}")
    return text
