"""Questions about records. Every one that a person asks takes the viewer, and what they may not see doesn't exist."""

from bihuan.records.file_types import MEDIA_TYPES
from bihuan.records.queries.about import about
from bihuan.records.queries.counting import count_where
from bihuan.records.queries.duplicates import Likeness, likenesses
from bihuan.records.queries.filing import file, files_of, uploads
from bihuan.records.queries.grading import Grades, Regrade, grades, regrades, to_grade
from bihuan.records.queries.grouping import Group, groups
from bihuan.records.queries.loading import (
    count_referring,
    facts,
    facts_of,
    imported,
    many_numbers,
    next_numbers,
    record,
    referring,
    several,
    standing,
    title,
    titles,
)
from bihuan.records.queries.meanwhile import Meanwhile, changed_since
from bihuan.records.queries.names import PEOPLE, Named, names, pointed_at, targets
from bihuan.records.queries.paging import Page, Question, page
from bihuan.records.queries.searching import found_anywhere, tokens
from bihuan.records.queries.sheets import Sheet, holding, plain, seen, sheet
from bihuan.records.queries.telling import Change, Telling, timeline

__all__ = [
    "MEDIA_TYPES",
    "PEOPLE",
    "Change",
    "Grades",
    "Group",
    "Likeness",
    "Meanwhile",
    "Named",
    "Page",
    "Question",
    "Regrade",
    "Sheet",
    "Telling",
    "about",
    "changed_since",
    "count_referring",
    "count_where",
    "facts",
    "facts_of",
    "file",
    "files_of",
    "found_anywhere",
    "grades",
    "groups",
    "holding",
    "imported",
    "likenesses",
    "many_numbers",
    "names",
    "next_numbers",
    "page",
    "plain",
    "pointed_at",
    "record",
    "referring",
    "regrades",
    "seen",
    "several",
    "sheet",
    "standing",
    "targets",
    "timeline",
    "title",
    "titles",
    "to_grade",
    "tokens",
    "uploads",
]
