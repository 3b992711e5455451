"""Secrets that are handed out once and kept only as a hash.

They have 256 random bits, so nobody tries them all and a plain hash is as good as a slow one.
"""

import secrets
from hashlib import sha256


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """32 bytes; of anything that is no token at all, too."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
