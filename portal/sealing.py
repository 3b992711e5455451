"""Sealing: what only this installation can read again, and a hash to find it by.

A database that is copied, stolen or shown to a service engineer must not give away what readers'
documents say. The key is a setting (`sealing_key`) and lies outside the database. Two keys are
derived from it, so that a hash says nothing about what was sealed.

`purpose` names the column a text stands in. It is no secret: a text sealed for one purpose opens
for no other, and the same number has another hash in another column.
"""

from __future__ import annotations

import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.refusals import Refusal

FORM = b"\x01"  # first byte of everything sealed: how the rest was made
NONCE_BYTES = 12  # at random: safe for four thousand million texts under one key
TAG_BYTES = 16
HASH_BYTES = 32


class CannotOpen(Refusal):
    """Damaged, sealed with another key, or for another purpose; which of them cannot be told."""

    def __init__(self, purpose: str) -> None:
        super().__init__(f"what was sealed for {purpose!r} does not open with this key")
        self.purpose = purpose


def seal(text: str, key: str, *, purpose: str = "") -> bytes:
    """`text` encrypted and guarded against change (AES-256-GCM): 29 bytes longer than it was.

    Twice the same text gives two different results; its length shows.
    """
    nonce = os.urandom(NONCE_BYTES)
    return FORM + nonce + _cipher(key).encrypt(nonce, text.encode(), FORM + purpose.encode())


def open_sealed(sealed: bytes, key: str, *, purpose: str = "") -> str:
    """The text that was sealed with this key for this purpose. Raises CannotOpen."""
    if len(sealed) < len(FORM) + NONCE_BYTES + TAG_BYTES or not sealed.startswith(FORM):
        raise CannotOpen(purpose)
    nonce, rest = sealed[len(FORM) :][:NONCE_BYTES], sealed[len(FORM) + NONCE_BYTES :]
    try:
        return _cipher(key).decrypt(nonce, rest, FORM + purpose.encode()).decode()
    except InvalidTag:
        raise CannotOpen(purpose) from None


def keyed_hash(text: str, key: str, *, purpose: str = "") -> bytes:
    """32 bytes by which `text` is found again, and which nobody without the key can try out.

    The caller brings the text into one form first: without spaces, in one case.
    """
    told = len(purpose.encode()).to_bytes(4, "big") + purpose.encode() + text.encode()
    return hmac.digest(_derived(key, b"portal: hashing"), told, "sha256")


def fingerprint(key: str) -> bytes:
    """32 bytes by which a key is known again. They help to guess it no more than anything sealed
    with it does: it is derived once more, one way, for this alone.
    """
    return keyed_hash("", key, purpose="sealing_key.fingerprint")


@lru_cache(maxsize=8)
def _cipher(key: str) -> AESGCM:
    return AESGCM(_derived(key, b"portal: sealing"))


@lru_cache(maxsize=16)
def _derived(key: str, use: bytes) -> bytes:
    if not key:
        raise ValueError("the sealing key is empty")
    return HKDF(SHA256(), length=32, salt=None, info=use).derive(key.encode())
