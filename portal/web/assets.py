"""Addresses of static files that change when the file does, so browsers may keep them for good."""

import os
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from flask import Flask, current_app


def init_app(app: Flask) -> None:
    folder = Path(app.static_folder or "")

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint != "static" or "v" in values:
            return
        path = folder / str(values.get("filename", ""))
        if path.is_file():
            values["v"] = fingerprint(path, path.stat().st_mtime_ns)


def changed(filename: str) -> int:
    """When a static file was last written, in nanoseconds; 0 of one that is not there."""
    try:
        return os.stat(f"{current_app.static_folder}/{filename}").st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=512)
def fingerprint(path: Path, changed: int) -> str:
    """A short name of the file's content; ``changed`` makes an edited file a new question."""
    return blake2b(path.read_bytes(), digest_size=6).hexdigest()
