"""Sample files of deliverables: kept as soon as they are chosen, named by the draft a moment later."""

from __future__ import annotations

from typing import IO

from bihuan.design import policy
from bihuan.kernel.files import LARGEST, FileTooLarge, Store
from bihuan.org.viewer import Viewer
from bihuan.process.definition import Sample
from bihuan.records import file_names, file_types


def keep_sample(viewer: Viewer, content: IO[bytes], *, name: str, store: Store, limit: int = LARGEST) -> Sample:
    """Keep a file that shows what is meant. WrongFileType unless it is what its name says, of a kind that is taken."""
    policy.configure(viewer)
    content.seek(0, 2)
    if content.tell() > limit:
        raise FileTooLarge(limit)
    shown = file_names.tidy(name)
    file_types.recognised(content, shown)
    return Sample(name=shown, sha256=store.put(content, limit=limit).sha256)
