"""The store of files: each content is kept once, under its own SHA-256, in a folder or in a bucket."""

from __future__ import annotations

import errno
import hashlib
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import obstore
from obstore.exceptions import GenericError
from obstore.store import LocalStore, ObjectStore, from_url

from bihuan.kernel.refusals import Kind, Refusal

LARGEST = 30 * 1024 * 1024
_CHUNK = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


class FileTooLarge(Refusal):
    """The file has more bytes than the product takes."""

    code = "file_too_large"
    kind = Kind.TOO_LARGE
    message = "This file is too large."

    def __init__(self, limit: int) -> None:
        """Say how large it may be."""
        super().__init__()
        self.limit = limit

    def facts(self) -> dict[str, object]:
        """The limit in bytes."""
        return {"limit": self.limit}


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What is known of a content: its digest and its size."""

    sha256: str
    size: int


class Store:
    """A content-addressed store. Putting the same content twice keeps it once; nothing in it ever changes."""

    def __init__(self, root: Path | str) -> None:
        """Open the store in a folder, or at an address that obstore knows (`s3://bucket/prefix`)."""
        self._store: ObjectStore
        if isinstance(root, Path):
            self._store = LocalStore(root, mkdir=True)
        else:
            self._store = from_url(root)

    def put(self, content: IO[bytes], *, limit: int = LARGEST) -> Stored:
        """Keep a content. FileTooLarge as soon as it passes `limit`; never more than a mebibyte of it in memory.

        On a full disk an OSError says so, and nothing is left behind.
        """
        digest, size = hashlib.sha256(), 0
        with tempfile.TemporaryFile() as copy:
            while chunk := content.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise FileTooLarge(limit)
                digest.update(chunk)
                copy.write(chunk)
            stored = Stored(sha256=digest.hexdigest(), size=size)
            if not self.has(stored.sha256):
                copy.seek(0)
                self._keep(stored.sha256, copy)
        return stored

    def _keep(self, sha256: str, copy: IO[bytes]) -> None:
        try:
            obstore.put(self._store, _place(sha256), copy)
        except GenericError as failed:
            if "StorageFull" not in str(failed):
                raise
            raise OSError(errno.ENOSPC, "the store has no room left") from failed

    def has(self, sha256: str) -> bool:
        """Whether this content is kept."""
        try:
            obstore.head(self._store, _place(sha256))
        except FileNotFoundError:
            return False
        return True

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The content, piece by piece. FileNotFoundError when it isn't kept."""
        for chunk in obstore.get(self._store, _place(sha256)).stream(min_chunk_size=_CHUNK):
            yield bytes(chunk)

    def get(self, sha256: str) -> bytes:
        """The whole content. FileNotFoundError when it isn't kept."""
        return bytes(obstore.get(self._store, _place(sha256)).bytes())


def _place(sha256: str) -> str:
    """Where a content lies: two levels, so that no folder holds too many."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256")
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
