"""What rules can listen to, and to what it can be narrowed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Happening = Literal[
    "record.created", "record.changed", "record.assigned",
    "stage.entered", "stage.left", "stage.nearly_due", "stage.overdue", "stage.escalated", "journey.closed",
    "follow_up.missed", "activity.logged", "task.done", "task.overdue",
    "deliverable.handed_in", "deliverable.accepted", "deliverable.rejected",
    "confirmation.confirmed", "confirmation.declined",
    "exception.made", "approval.decided", "schedule",
]  # fmt: skip
HAPPENINGS: tuple[str, ...] = get_args(Happening)

# What `only` names for each happening: nothing may be named for the others.
ONLY: Mapping[str, str] = {
    "record.changed": "fields",
    "stage.entered": "stages",
    "stage.left": "stages",
    "stage.nearly_due": "stages",
    "stage.overdue": "stages",
    "stage.escalated": "stages",
    "journey.closed": "outcomes",
    "activity.logged": "activity_kinds",
    "deliverable.handed_in": "deliverables",
    "deliverable.accepted": "deliverables",
    "deliverable.rejected": "deliverables",
    "confirmation.confirmed": "deliverables",
    "confirmation.declined": "deliverables",
    "approval.decided": "decisions",
}
# What happens only to records that walk a process.
OF_PROCESS = frozenset(
    {
        *(event for event, what in ONLY.items() if what in {"stages", "deliverables", "outcomes"}),
        *("follow_up.missed", "exception.made"),
    }
)
