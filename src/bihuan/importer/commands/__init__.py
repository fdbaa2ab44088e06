"""What can be done with a batch: look, commit, undo. One function, one thing a person can do."""

from bihuan.importer.commands.looking import NotChecked, Upload, look, look_again, receive, tables_of
from bihuan.importer.commands.undoing import ChangedSince, NotDone, undo
from bihuan.importer.commands.writing import NothingReady, run, take_in

__all__ = [
    "ChangedSince",
    "NotChecked",
    "NotDone",
    "NothingReady",
    "Upload",
    "look",
    "look_again",
    "receive",
    "run",
    "tables_of",
    "take_in",
    "undo",
]
