"""What can be done with records and files. One function, one thing a person or the clock can do."""

from bihuan.records.commands.changing import change
from bihuan.records.commands.creating import create
from bihuan.records.commands.filing import attach, give, keep
from bihuan.records.commands.grading import grade
from bihuan.records.commands.handing import assign, delete
from bihuan.records.commands.loading import load, unload

__all__ = ["assign", "attach", "change", "create", "delete", "give", "grade", "keep", "load", "unload"]
