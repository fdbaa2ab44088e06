"""Why a file can't be read as a table. Each says what was found, so that the reader knows what to send instead."""

from __future__ import annotations

from bihuan.kernel.refusals import Kind, Refusal

MIB = 1024 * 1024


class UnreadableFile(Refusal):
    """Base: this file is not taken, and nothing of it was."""

    code = "unreadable_file"
    kind = Kind.INVALID
    message = "This file cannot be read as a table."

    def __init__(self, **facts: object) -> None:
        """Keep what was found."""
        super().__init__()
        self._facts = facts

    def facts(self) -> dict[str, object]:
        """What was found, and what would be taken."""
        return self._facts


class EmptyFile(UnreadableFile):
    """There is nothing in it."""

    code = "empty_file"
    message = "The file is empty."


class NotATable(UnreadableFile):
    """A program, a picture, a letter: whatever its name says."""

    code = "not_a_table"
    message = "This is not a table. Send CSV, XLSX or XLS, with one heading per column in the first row."


class UnreadableText(UnreadableFile):
    """Its bytes are no text in any encoding we know."""

    code = "unreadable_text"
    message = "The text cannot be read. Save it as CSV UTF-8, or as XLSX."


class UnclosedQuote(UnreadableFile):
    """A quotation mark opens and never closes: what follows would end up in one cell."""

    code = "unclosed_quote"
    message = "A quotation mark opens and is never closed."


class NoHeader(UnreadableFile):
    """The first row holds data."""

    code = "no_header"
    message = "The first row has no headings: it should name each column."


class NoRows(UnreadableFile):
    """Headings, and nothing under them."""

    code = "no_rows"
    message = "There are headings, but no rows under them."


class DuplicateHeaders(UnreadableFile):
    """Two columns of one name: nobody could say which is meant."""

    code = "duplicate_headers"
    message = "Several columns have the same heading. Give each its own name."


class TableTooLarge(UnreadableFile):
    """More bytes, rows or columns than one import takes."""

    code = "table_too_large"
    kind = Kind.TOO_LARGE
    message = "The file is larger than one import takes. Split it."


class UnpacksTooLarge(UnreadableFile):
    """A small file that would fill the memory when unpacked."""

    code = "unpacks_too_large"
    kind = Kind.TOO_LARGE
    message = "Unpacked, this workbook is larger than a workbook of its size can be."


class BrokenWorkbook(UnreadableFile):
    """It says it is a workbook and can't be opened as one."""

    code = "broken_workbook"
    message = "The workbook is damaged. Open it, save it again, and send that."


class WorkbookLocked(UnreadableFile):
    """It asks for a password."""

    code = "workbook_locked"
    message = "The workbook has a password. Save a copy without one."


class NoSuchSheet(UnreadableFile):
    """The mapping names a sheet that the workbook hasn't."""

    code = "no_such_sheet"
    message = "The workbook has no sheet of that name."


class TookTooLong(UnreadableFile):
    """Reading it took longer than reading may take."""

    code = "took_too_long"
    kind = Kind.TOO_LARGE
    message = "Reading the workbook took too long. Save it as CSV, or split it."
