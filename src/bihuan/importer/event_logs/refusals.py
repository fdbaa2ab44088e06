"""Why a file can't be read as an event log, beside what keeps it from being read as a table."""

from __future__ import annotations

from bihuan.importer.unreadable import UnreadableFile
from bihuan.kernel.refusals import Kind


class NotALog(UnreadableFile):
    """A file that is no event log, or one that is damaged or not to be trusted."""

    code = "not_a_log"
    message = "This is not an event log. Send CSV or XES, plain or packed with gzip."


class ColumnsUnclear(UnreadableFile):
    """Nobody could say which column is the case, the activity or the time."""

    code = "columns_unclear"
    message = "Which column is what? Name the case, the activity and the time."


class NoSuchColumn(UnreadableFile):
    """A column was named that the file has not."""

    code = "no_such_column"
    message = "The file has no column of that name."


class TooManyActivities(UnreadableFile):
    """More different activities than a process has stages."""

    code = "too_many_activities"
    kind = Kind.TOO_LARGE
    message = "The log has more activities than a process can have stages. Leave out the rare ones, or group them."


class NameInUse(UnreadableFile):
    """There is a process or an object of that name, and it came from no log."""

    code = "name_in_use"
    message = "There is a process of that name already, and it did not come from a log. Choose another name."
