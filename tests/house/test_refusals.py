"""Every refusal can leave a `with`: who catches it finds the refusal, not another error."""

from __future__ import annotations

from collections.abc import Iterator

from portal import app
from portal.refusals import Refusal


def refusals(base: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for one in base.__subclasses__():
        yield one
        yield from refusals(one)


def test_no_refusal_is_frozen() -> None:
    rooms = {page.__name__.split(".")[1] for page in app.PAGES}
    found = [one for one in refusals() if one.__module__.split(".")[1] in rooms]
    assert found
    for one in found:
        told = getattr(one, "__dataclass_params__", None)
        assert told is None or not told.frozen, one.__qualname__
