"""Delivery into a folder, where no mail server is set: what would be sent, to be looked at."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from portal.mail.delivery import Mail, NotReached


class FolderLine:
    """Each letter becomes one file, readable by its owner only; sent again it is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: Mail, handing_over: Callable[[], None]) -> None:
        """See `Line`. Nothing is ever uncertain here, so nothing is handed over."""
        draft = self._folder / f".{mail.name}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as f:
                f.write(mail.content)
            draft.replace(self._folder / mail.name)
        except OSError as error:
            raise NotReached(f"{self._folder}: {type(error).__name__}") from None

    def close(self) -> None:
        """Nothing is open between two letters."""
