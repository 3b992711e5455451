"""Refusals: what a service raises when a rule says no.

A refusal has a name and carries plain data. What the reader is told (which rule, what to do next)
is written beside the pages: see ``portal.web.refusals``.
"""


class Refusal(Exception):
    """Base of every named refusal; subclasses are usually frozen dataclasses."""
