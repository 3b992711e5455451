"""How the delivery of a letter can end, and what a way of delivering is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from portal.jobs import Trouble


class NotReached(Trouble):
    """No letter can leave now, whichever it is: no server, no sign-in, a sender it refuses."""


class Later(Trouble):
    """This letter was not taken now; another attempt may do."""


class Never(Trouble):
    """This letter will not be taken: no such address, or what it says is not wanted."""


class Uncertain(Trouble):
    """The letter was handed over whole, and no answer came."""


@dataclass(frozen=True)
class Mail:
    """A letter ready to go. name: a file's; sender, to: the envelope's."""

    name: str
    sender: str
    to: str
    content: bytes


class Line(Protocol):
    """A way out, good for several letters one after another."""

    def send(self, mail: Mail, handing_over: Callable[[], None]) -> None:
        """Returns when the letter was taken.

        handing_over: called when only one step is missing, after which it may have left.
        Raises NotReached, Later, Never, Uncertain; any other error means that it was not sent.
        """

    def close(self) -> None: ...
