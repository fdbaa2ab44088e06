"""What the database itself refuses: moving a journey by any way but the one door."""

from __future__ import annotations

from collections.abc import Mapping

DOOR = "bihuan.door"

_GUARD = f"""
CREATE FUNCTION process_only_through_the_door() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('{DOOR}', true) IS DISTINCT FROM 'open' THEN
        RAISE EXCEPTION 'a journey moves through process.commands alone' USING ERRCODE = 'BH001';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$
"""

# What says where a journey stands and stood. Everything else in these rows follows the owner, the clock, or a review.
GUARDED: Mapping[str, tuple[str, ...]] = {
    "process_journey": (
        *("stage_key", "stage_seq", "outcome", "process_key", "version_id", "object_key", "record_id"),
        *("started_at", "entered_at", "closed_at"),
    ),
    "process_stay": ("journey_id", "seq", "process_key", "stage_key", "entered_at", "left_at", "left_how"),
}


def _guards(table: str, columns: tuple[str, ...]) -> tuple[str, str]:
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    refuse = "EXECUTE FUNCTION process_only_through_the_door()"
    made = f"CREATE TRIGGER made_through_the_door BEFORE INSERT OR DELETE ON {table} FOR EACH ROW {refuse}"
    moved = f"CREATE TRIGGER moved_through_the_door BEFORE UPDATE ON {table} FOR EACH ROW"
    return made, f"{moved} WHEN (({old}) IS DISTINCT FROM ({new})) {refuse}"


STATEMENTS = (_GUARD, *(statement for table, columns in GUARDED.items() for statement in _guards(table, columns)))
