"""What can be done with records and files. One function, one thing a person or the clock can do."""

from bihuan.records.commands.changing import change
from bihuan.records.commands.creating import create
from bihuan.records.commands.filing import attach, give, keep
from bihuan.records.commands.grading import grade
from bihuan.records.commands.handing import assign, delete, give_over, lay_down
from bihuan.records.commands.loading import load, unload
from bihuan.records.commands.merging import UNDO, NotUndoable, Undone, Wanted, compared, merge
from bihuan.records.commands.merging import may as may_merge
from bihuan.records.commands.merging import undo as undo_merge
from bihuan.records.commands.sharing import AGAIN, NobodyToShare, answer_share, ask_to_share, end_share

__all__ = [
    "AGAIN",
    "UNDO",
    "NobodyToShare",
    "NotUndoable",
    "Undone",
    "Wanted",
    "answer_share",
    "ask_to_share",
    "assign",
    "attach",
    "change",
    "compared",
    "create",
    "delete",
    "end_share",
    "give",
    "give_over",
    "grade",
    "keep",
    "lay_down",
    "load",
    "may_merge",
    "merge",
    "undo_merge",
    "unload",
]
