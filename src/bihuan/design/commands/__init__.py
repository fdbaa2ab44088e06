"""What is done to a configuration: drafted step by step, and released."""

from bihuan.design.commands.appearing import note_look
from bihuan.design.commands.drafting import (
    DraftBehind,
    EditMisfits,
    EditsMeet,
    NothingToTurn,
    VersionsMeet,
    begin,
    discard,
    edit,
    redo,
    release_draft,
    rename,
    renew,
    take_in,
    undo,
)
from bihuan.design.commands.releasing import BlueprintFaulty, GrantsTooMuch, RoleHeld, read, release
from bihuan.design.commands.sampling import keep_sample

__all__ = [
    "BlueprintFaulty",
    "DraftBehind",
    "EditMisfits",
    "EditsMeet",
    "GrantsTooMuch",
    "NothingToTurn",
    "RoleHeld",
    "VersionsMeet",
    "begin",
    "discard",
    "edit",
    "keep_sample",
    "note_look",
    "read",
    "redo",
    "release",
    "release_draft",
    "rename",
    "renew",
    "take_in",
    "undo",
]
