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
    renew,
    take_in,
    undo,
)
from bihuan.design.commands.releasing import BlueprintFaulty, GrantsTooMuch, RoleHeld, read, release

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
    "note_look",
    "read",
    "redo",
    "release",
    "release_draft",
    "renew",
    "take_in",
    "undo",
]
