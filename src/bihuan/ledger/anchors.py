"""What lies outside the database, so that whoever rules the database cannot rewrite it alone.

`<data>/anchors/<workspace>.jsonl` has one signed line per sealed day and only ever grows.
`<data>/anchors/<workspace>/<day>.leaves` is the witness of a day: one line per event with its id, subject,
number and link. A witness proves itself, for its links must give the signed root; with it a verifier can
name the very event that no longer fits.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import IO, NamedTuple

from bihuan.ledger import seals
from bihuan.ledger.merkle import Tree
from bihuan.ledger.seals import Seal


class Leaf(NamedTuple):
    """What the root of a day is made of: one event's id, place and link."""

    id: int
    subject: str
    seq: int
    hash: bytes


def folder_of(data: Path) -> Path:
    """The folder of all anchors under a data folder."""
    return data / "anchors"


def file_of(folder: Path, workspace: str) -> Path:
    """The anchor file of a workspace."""
    return folder / f"{workspace}.jsonl"


def read(folder: Path, workspace: str) -> Iterator[Seal | None]:
    """Every anchored seal in the order of the file; None for a line that can't be read."""
    path = file_of(folder, workspace)
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                yield seals.read(line)
            except seals.Unreadable:
                yield None


def write(folder: Path, made: Iterable[Seal]) -> None:
    """Add seals to the end of their anchor file; when this returns they survive a power cut."""
    for seal in made:
        path = file_of(folder, seal.workspace)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            _drop_torn_line(file)
            file.write(seal.line().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _drop_torn_line(file: IO[bytes]) -> None:
    """A power cut may have left half a line, which was never promised to anybody."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - 4096)
    file.seek(start)
    end = file.read()
    if end and not end.endswith(b"\n"):
        file.truncate(start + end.rfind(b"\n") + 1)
    file.seek(0, os.SEEK_END)


def witness_of(folder: Path, workspace: str, day: date) -> Path:
    """The witness file of a day."""
    return folder / workspace / f"{day.isoformat()}.leaves"


def write_witness(folder: Path, seal: Seal, leaves: Iterable[Leaf]) -> bool:
    """Keep the links of a day, if they give the root that was signed; False, and nothing kept, if they don't."""
    path = witness_of(folder, seal.workspace, seal.day)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft, tree = path.with_suffix(f".{os.getpid()}"), Tree()
    with draft.open("w", encoding="utf-8") as file:
        for leaf in leaves:
            tree.add(leaf.hash)
            file.write(f"{leaf.id}\t{leaf.seq}\t{leaf.hash.hex()}\t{leaf.subject}\n")
        file.flush()
        os.fsync(file.fileno())
    if tree.root() != seal.root or tree.count != seal.count:
        draft.unlink()
        return False
    draft.replace(path)
    return True


def witness(folder: Path, seal: Seal) -> Iterator[Leaf]:
    """The links of a day as they were when it was sealed; nothing if the witness is missing or was changed itself."""
    path = witness_of(folder, seal.workspace, seal.day)
    try:
        tree = Tree()
        for leaf in _leaves(path):
            tree.add(leaf.hash)
    except (FileNotFoundError, ValueError):
        return
    if tree.root() == seal.root and tree.count == seal.count:
        yield from _leaves(path)


def _leaves(path: Path) -> Iterator[Leaf]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            number, seq, link, subject = line.removesuffix("\n").split("\t", 3)
            yield Leaf(int(number), subject, int(seq), bytes.fromhex(link))
