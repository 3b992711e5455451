"""Refusals: what a service raises when a rule says no.

A refusal has a name and carries plain data. What the reader is told (which rule, what to do next)
is written beside the pages: see ``portal.web.refusals``.
"""


class Refusal(Exception):
    """Base of every named refusal; one with fields is a `dataclass(eq=False)`.

    Never a frozen one: `contextlib` writes the traceback of what leaves a `with`, and would raise
    FrozenInstanceError in its place.
    """
