"""The packs that travel inside the product, as documents."""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import Any

import yaml

from bihuan.design import as_text
from bihuan.kernel.refusals import Kind, Refusal
from bihuan.kernel.words import Lang
from bihuan.packs import samples

_NO_STORY = frozenset({"blueprint.yaml", "pack.yaml"})


class NoSuchPack(Refusal):
    """There is no pack of that name."""

    code = "no_such_pack"
    kind = Kind.NOT_FOUND
    message = "There is no such pack."

    def __init__(self, asked: str) -> None:
        """Keep the name asked for."""
        super().__init__()
        self._asked = asked

    def facts(self) -> dict[str, object]:
        """The name asked for, and the packs there are."""
        return {"asked": self._asked[:80], "packs": keys()}


def keys() -> list[str]:
    """The packs by key: `pump-valve`, `starter`."""
    here = resources.files("bihuan.packs")
    folders = (folder for folder in here.iterdir() if folder.joinpath("blueprint.yaml").is_file())
    return sorted(folder.name.replace("_", "-") for folder in folders)


def blueprint(key: str) -> dict[str, Any]:
    """The configuration of a pack. NoSuchPack names those there are."""
    return samples.named(key, _read(key, "blueprint.yaml"))


def card(key: str) -> dict[str, Any]:
    """What a pack says of itself in the gallery."""
    return _read(key, "pack.yaml")


def handbook(key: str, lang: Lang) -> str:
    """How a trade uses its pack day by day, as Markdown."""
    if key not in keys():
        raise NoSuchPack(key)
    return str(_path(key, f"handbook.{lang}.md").read_text(encoding="utf-8"))


def company(key: str) -> dict[str, Any]:
    """The sample company of a pack: all its other documents as one. Empty where a pack has none."""
    whole: dict[str, Any] = {}
    for name in _stories(key):
        part = _read(key, name)
        assert not whole.keys() & part.keys(), f"{key}/{name} says again what another file says"
        whole |= part
    return whole


def fingerprint(key: str) -> str:
    """What a pack says and plays, as one short name: another one as soon as a word of it changes.

    How it is advertised and explained is no part of it.
    """
    digest = hashlib.sha256()
    for name in ("blueprint.yaml", *_stories(key)):
        digest.update(name.encode() + b"\0" + _path(key, name).read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _stories(key: str) -> list[str]:
    if key not in keys():
        raise NoSuchPack(key)
    names = (file.name for file in _path(key, "").iterdir())
    return sorted(name for name in names if name.endswith(".yaml") and name not in _NO_STORY)


def _read(key: str, name: str) -> dict[str, Any]:
    if key not in keys():
        raise NoSuchPack(key)
    document = yaml.load(_path(key, name).read_text(encoding="utf-8"), Loader=as_text.Reader)  # noqa: S506 - a safe one
    assert isinstance(document, dict), f"{key}/{name} is not a document"
    return document


def _path(key: str, name: str) -> Any:  # noqa: ANN401 - importlib's Traversable, which has no public name in 3.11
    return resources.files("bihuan.packs").joinpath(key.replace("-", "_"), name)
