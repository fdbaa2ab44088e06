"""The keys of each workspace, in files that only the product's own account may read; never in the database.

`<data>/keys/<workspace>.json` holds the signing key and the master key, `<workspace>.pub` the public half
that may be handed to an auditor. Lose the first and sealed days can still be verified, but no
personal value can ever be read again: back both up, apart from the database.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from bihuan.kernel.refusals import Refusal
from bihuan.ledger import sealing


class KeysMissing(Refusal):
    """The workspace had keys on this server and their file is gone; a new one would open nothing that was sealed."""

    code = "keys_missing"
    message = "The key file of this workspace is missing. Put it back from the backup."

    def __init__(self, path: Path) -> None:
        """Name the file to put back."""
        super().__init__()
        self.path = path

    def facts(self) -> dict[str, object]:
        """Which file."""
        return {"file": str(self.path)}


@dataclass(frozen=True)
class Keys:
    """The secrets of one workspace. They do not show themselves in logs."""

    workspace: str
    signing: bytes = field(repr=False)
    master: bytes = field(repr=False)

    @property
    def public(self) -> bytes:
        """What proves a signature and can't make one."""
        return sealing.public_of(self.signing)


@dataclass
class _Home:
    """Where the keys lie, and those already read."""

    folder: Path | None = None
    known: dict[str, Keys] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


_home = _Home()


def use(data: Path) -> None:
    """Keep keys, anchors and witnesses under this data folder from now on. Called by `app` when the program starts."""
    with _home.lock:
        _home.folder, _home.known = data.expanduser().resolve(), {}


def data_folder() -> Path:
    """The data folder: the one `app` named, else BIHUAN_DATA, else `var`."""
    return _home.folder or Path(os.environ.get("BIHUAN_DATA", "var")).resolve()


def file_of(workspace: str) -> Path:
    """Where the secrets of a workspace lie, or would."""
    return data_folder() / "keys" / f"{workspace}.json"


def of(workspace: str) -> Keys:
    """The keys of a workspace; made at first use. Raises KeysMissing when they were made before and are gone."""
    with _home.lock:
        if workspace not in _home.known:
            _home.known[workspace] = _read_or_make(data_folder() / "keys", workspace)
        return _home.known[workspace]


def public(data: Path, workspace: str) -> bytes:
    """The public key of a workspace, from its `.pub` file: all a verifier needs. Raises KeysMissing without it."""
    path = data / "keys" / f"{workspace}.pub"
    if not path.exists():
        raise KeysMissing(path)
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def _read_or_make(folder: Path, workspace: str) -> Keys:
    private, exported = folder / f"{workspace}.json", folder / f"{workspace}.pub"
    if not private.exists():
        if exported.exists():
            raise KeysMissing(private)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _place(private, _fresh(workspace))
    private.chmod(0o600)
    plain = json.loads(private.read_text(encoding="ascii"))
    keys = Keys(workspace, bytes.fromhex(plain["signing"]), bytes.fromhex(plain["master"]))
    if not exported.exists():
        _place(exported, keys.public.hex() + "\n")
    return keys


def _fresh(workspace: str) -> str:
    return json.dumps(
        {"workspace": workspace, "signing": sealing.new_key().hex(), "master": sealing.new_key().hex()}, indent=1
    )


def _place(path: Path, text: str) -> None:
    """Write a file whole or not at all, for its owner alone; whoever was first has made it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Make new names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
