"""The columns that a story fills, in the order in which it does. Whatever else a table has, it works out itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_OWNER = ("owner_id", "owner_pos")
_PLACE = ("object_key", "record_id")

COLUMNS: Mapping[str, Sequence[str]] = {
    "process_journey": (
        *("id", *_PLACE, "process_key", "version_id", "stage_key", "stage_seq", "outcome", "reason", "started_at"),
        *("closed_at", *_OWNER, "due_at", "entered_at", "quiet_due_at", "quiet_told_at", "debts", "import_id"),
        "revision",
    ),
    "process_stay": (
        *("id", "journey_id", "seq", "process_key", "stage_key", "person_id", *_OWNER, "entered_at", "left_at"),
        *("left_how", "warn_at", "due_at", "escalate_at", "warned_at", "overdue_at", "escalated_at", "grace_until"),
        "opening",
    ),
    "process_hold": ("id", "stay_id", "journey_id", "holder", "cause", "since", "until", *_OWNER),
    "process_handed_in": (
        *("id", "journey_id", "stay_id", "stage_key", "key", "kind", "status", "text", "file_id", "answers", "by_id"),
        *("at", "late", "reviewer_id", "reviewed_by_id", "reviewed_at", "review_reason", *_OWNER),
    ),
    "process_confirmation": (
        *("id", "token_hash", "handed_in_id", "journey_id", "key", "file_id", "sent_at", "sent_by_id", "expires_at"),
        *("viewed_at", "answered_at", "answer", "answered_name", "answer_reason", *_OWNER),
    ),
    "process_exception": ("id", "journey_id", "stay_id", "stage_key", "reason", "missing", "by_id", "at", *_OWNER),
    "activity_activity": (
        *("id", "kind", *_PLACE, "journey_id", "person_id", "happened_at", "recorded_at", "summary", "next_at"),
        *_OWNER,
    ),
    "activity_task": (
        *("id", "person_id", "kind", "title", *_PLACE, "journey_id", "deliverable_id", "due_at", "made_at"),
        *("done_at", "cause"),
    ),
    "notices_notice": (
        *("id", "person_id", "cause", "kind", "level", "facts", *_PLACE, "journey_id", "made_at", "read_at"),
        *("acknowledged_at", "snoozed_until"),
    ),
    "records_file": ("id", "sha256", "name", "type", "size", "made_by_id", "made_at", *_PLACE, "field_key", *_OWNER),
    "ledger_subject": ("subject", *_OWNER, "seq", "head"),
    "ledger_key": ("subject", "key"),
    "ledger_event": (
        *("id", "subject", "seq", "kind", "actor_id", "device", "happened_at", "recorded_at", "journey_id"),
        *("payload", "sealed", "day", "prev", "hash"),
    ),
}
NUMBERED = tuple(table for table, columns in COLUMNS.items() if columns[0] == "id")
