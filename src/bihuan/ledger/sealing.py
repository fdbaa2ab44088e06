"""Locks and signatures: personal values under a key of their subject, and the mark of the workspace under a day."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bihuan.ledger import canon

KEY_BYTES, NONCE_BYTES, MARK_BYTES = 32, 12, 8
_VALUES, _KEY, _MARK = b"bihuan.personal.1\0", b"bihuan.subject-key.1\0", b"bihuan.key-mark.1\0"


class DoesNotOpen(Exception):
    """These bytes were not locked with this key, or were changed since."""


def new_key() -> bytes:
    """A fresh random key."""
    return os.urandom(KEY_BYTES)


def wrap(master: bytes, key: bytes, workspace: str, subject: str) -> bytes:
    """A subject's key, locked with the workspace's master key so that it may lie in the database."""
    return _lock(master, key, _KEY + _whose(workspace, subject))


def unwrap(master: bytes, wrapped: bytes, workspace: str, subject: str) -> bytes:
    """The subject's key again. Raises DoesNotOpen for another workspace, another subject, another master key."""
    return _unlock(master, wrapped, _KEY + _whose(workspace, subject))


def seal(key: bytes, values: Mapping[str, object], workspace: str, subject: str) -> bytes:
    """Personal values, readable only with the key of their subject. The first bytes say which key that was."""
    return _mark(key) + _lock(key, canon.written(values).encode(), _VALUES + _whose(workspace, subject))


def opened(key: bytes | None, sealed: bytes, workspace: str, subject: str) -> dict[str, Any] | None:
    """The personal values, or None if the key they were sealed with is gone.

    Raises DoesNotOpen when the key is the right one and the bytes are not.
    """
    if key is None or sealed[:MARK_BYTES] != _mark(key):
        return None
    values: dict[str, Any] = json.loads(_unlock(key, sealed[MARK_BYTES:], _VALUES + _whose(workspace, subject)))
    return values


def sign(private: bytes, message: bytes) -> bytes:
    """The workspace's Ed25519 signature under a message."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def public_of(private: bytes) -> bytes:
    """The public half of a signing key."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this message bears the workspace's signature."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _whose(workspace: str, subject: str) -> bytes:
    name = workspace.encode()
    return len(name).to_bytes(4, "big") + name + subject.encode()


def _mark(key: bytes) -> bytes:
    """Tells one key from another and says nothing about it."""
    return sha256(_MARK + key).digest()[:MARK_BYTES]


def _lock(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def _unlock(key: bytes, locked: bytes, bound_to: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as fault:
        raise DoesNotOpen from fault
