"""The sample files of a pack: named in its configuration, kept in the store under their digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Any

from bihuan.kernel.files import Store


def files(key: str) -> dict[str, Traversable]:
    """The sample files of a pack, by name."""
    folder = resources.files("bihuan.packs").joinpath(key.replace("-", "_"), "samples")
    return {file.name: file for file in folder.iterdir()} if folder.is_dir() else {}


def keep(key: str, store: Store) -> None:
    """Put the sample files of a pack where people can download them. Once is enough; twice does nothing."""
    for file in files(key).values():
        store.put(BytesIO(file.read_bytes()))


def named(key: str, document: dict[str, Any]) -> dict[str, Any]:
    """The same configuration, each sample with the digest of its file."""
    known = files(key)
    for thing in _deliverables(document):
        file = known.get(thing.get("sample", ""))
        if file is not None:
            thing["sample"] = {"name": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    return document


def _deliverables(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for process in document.get("processes", ()):
        for stage in process["stages"]:
            yield from stage.get("gate", {}).get("deliverables", ())
