"""Questions about records. Every one that a person asks takes the viewer, and what they may not see doesn't exist."""

from bihuan.records.file_types import MEDIA_TYPES
from bihuan.records.queries.about import about
from bihuan.records.queries.calling import Number, numbers
from bihuan.records.queries.counting import count_where
from bihuan.records.queries.duplicates import Alike, Like, Likeness, alike, last_contacts, like_of, likenesses
from bihuan.records.queries.filing import file, files_of, kept_file, uploads
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
from bihuan.records.queries.merging import (
    WentInto,
    among,
    hangs,
    held,
    led_to,
    matchless,
    merge,
    merges,
    moving,
    pointing,
    record_or_where,
    taken_in,
)
from bihuan.records.queries.merging import line_of as merge_line
from bihuan.records.queries.merging import parts as merge_parts
from bihuan.records.queries.merging import things as merged_things
from bihuan.records.queries.names import PEOPLE, Named, names, pointed_at, targets
from bihuan.records.queries.paging import Page, Question, page
from bihuan.records.queries.pairs import Pair, pairs
from bihuan.records.queries.regraded import Regraded, Span, regraded
from bihuan.records.queries.searching import found_anywhere, tokens
from bihuan.records.queries.sheets import Sheet, holding, plain, seen, sheet
from bihuan.records.queries.telling import Change, Telling, timeline

__all__ = [
    "MEDIA_TYPES",
    "PEOPLE",
    "Alike",
    "Change",
    "Grades",
    "Group",
    "Like",
    "Likeness",
    "Meanwhile",
    "Named",
    "Number",
    "Page",
    "Pair",
    "Question",
    "Regrade",
    "Regraded",
    "Sheet",
    "Span",
    "Telling",
    "WentInto",
    "about",
    "alike",
    "among",
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
    "hangs",
    "held",
    "holding",
    "imported",
    "kept_file",
    "last_contacts",
    "led_to",
    "like_of",
    "likenesses",
    "many_numbers",
    "matchless",
    "merge",
    "merge_line",
    "merge_parts",
    "merged_things",
    "merges",
    "moving",
    "names",
    "next_numbers",
    "numbers",
    "page",
    "pairs",
    "plain",
    "pointed_at",
    "pointing",
    "record",
    "record_or_where",
    "referring",
    "regraded",
    "regrades",
    "seen",
    "several",
    "sheet",
    "standing",
    "taken_in",
    "targets",
    "timeline",
    "title",
    "titles",
    "to_grade",
    "tokens",
    "uploads",
]
