"""Going back where the reader came from, and only inside the portal."""

from urllib.parse import urlsplit


def safe_next(target: str | None, default: str = "/") -> str:
    """``target`` if it is a path of this portal, else ``default``.

    Browsers read ``//host``, ``/\\host`` and control characters as another site; none passes.
    """
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(character < " " or character in "\\\x7f" for character in target):
        return default
    try:
        parts = urlsplit(target)
    except ValueError:
        return default
    return default if parts.scheme or parts.netloc else target
