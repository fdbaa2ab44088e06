"""What can be done with a batch: look, commit, undo. One function, one thing a person can do."""

from bihuan.importer.commands.looking import NotChecked, Upload, look, look_again, receive, tables_of
from bihuan.importer.commands.replaying import LookedAt, look_at_log, replay_log
from bihuan.importer.commands.undoing import ChangedSince, NotDone, undo
from bihuan.importer.commands.writing import NothingReady, run, take_in

__all__ = [
    "ChangedSince",
    "LookedAt",
    "NotChecked",
    "NotDone",
    "NothingReady",
    "Upload",
    "look",
    "look_again",
    "look_at_log",
    "receive",
    "replay_log",
    "run",
    "tables_of",
    "take_in",
    "undo",
]
