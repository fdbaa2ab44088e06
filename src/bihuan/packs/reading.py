"""The packs that travel inside the product, as documents."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

from bihuan.kernel.refusals import Kind, Refusal
from bihuan.packs import samples


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


def company(key: str) -> dict[str, Any]:
    """The sample company of a pack: teams, people, customers and products. Empty where a pack has none."""
    return _read(key, "company.yaml") if _path(key, "company.yaml").is_file() else {}


def _read(key: str, name: str) -> dict[str, Any]:
    if key not in keys():
        raise NoSuchPack(key)
    document = yaml.safe_load(_path(key, name).read_text(encoding="utf-8"))
    assert isinstance(document, dict), f"{key}/{name} is not a document"
    return document


def _path(key: str, name: str) -> Any:  # noqa: ANN401 - importlib's Traversable, which has no public name in 3.11
    return resources.files("bihuan.packs").joinpath(key.replace("-", "_"), name)
