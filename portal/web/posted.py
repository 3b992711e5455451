"""What was posted, as what it should be: texts as text that can be kept, files as files.

A page of ours never sends anything else; whoever does gets the answer of a box left empty.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict

# No key types them, and PostgreSQL takes no text with NUL. The controls from \x80 on stay: in text
# that was copied from an old Vietnamese font they are letters.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]+")


def typed(text: str) -> str:
    """The text without what nobody types."""
    return _CONTROLS.sub("", text)


def posted(name: str) -> str:
    """What was posted under a name that belongs to no form; "" where nothing was."""
    return typed(request.form.get(name, ""))


def sorted_out(given: MultiDict[str, Any], files: Collection[str]) -> MultiDict[str, Any]:
    """Of what was sent, a file for the names in `files` and text for all others."""
    kept: MultiDict[str, Any] = MultiDict()
    for name, value in given.items(multi=True):
        if isinstance(value, FileStorage):
            if name in files:
                kept.add(name, value)
        elif name not in files:
            kept.add(name, typed(value))
    return kept
