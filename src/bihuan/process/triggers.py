"""What the database itself knows of the one door: it refuses any other way, and moves a journey in one step.

Which stage comes next, by when one must be gone and whether the gate is open is decided in Python. What is written
then are always the same few rows, so they are written by one call each, planned once and for all: the door is open
inside these functions and nowhere else. They see no further than whoever calls them.
"""

from __future__ import annotations

from collections.abc import Mapping

DOOR = "bihuan.door"

_GUARD = """
CREATE FUNCTION process_only_through_the_door() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a journey moves through process.commands alone' USING ERRCODE = 'BH001';
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
    refuse, shut = (
        "EXECUTE FUNCTION process_only_through_the_door()",
        f"current_setting('{DOOR}', true) IS DISTINCT FROM 'open'",
    )
    made = f"CREATE TRIGGER made_through_the_door BEFORE INSERT OR DELETE ON {table} FOR EACH ROW"
    moved = f"CREATE TRIGGER moved_through_the_door BEFORE UPDATE ON {table} FOR EACH ROW"
    differs = f"({old}) IS DISTINCT FROM ({new})"
    return f"{made} WHEN ({shut}) {refuse}", f"{moved} WHEN ({shut} AND {differs}) {refuse}"


_INSIDE = f"LANGUAGE plpgsql SET {DOOR} = 'open' SET plan_cache_mode = 'force_generic_plan'"

_STAY = """
    INSERT INTO process_stay (journey_id, seq, process_key, stage_key, person_id, owner_id, owner_pos, entered_at,
        warn_at, due_at, escalate_at, opening)
    VALUES (there.id, there.stage_seq, there.process_key, there.stage_key, there.owner_id, there.owner_id,
        there.owner_pos, at, warn, due, escalate, false)
    RETURNING id INTO stay;
    INSERT INTO process_hold (stay_id, journey_id, holder, cause, since, owner_id, owner_pos)
    VALUES (stay, there.id, 'rep', 'stage.entered', at, there.owner_id, there.owner_pos);
"""

_LEAVE = """
    UPDATE process_stay SET left_at = at, left_how = how WHERE journey_id = there.id AND seq = seen_seq
    RETURNING id INTO stay;
    UPDATE process_hold SET until = greatest(at, since) WHERE stay_id = stay AND until IS NULL
    RETURNING until INTO ended;
    IF ended > at THEN  -- the clock on the wall was set back meanwhile: nothing ends before it began
        UPDATE process_stay SET left_at = ended WHERE id = stay;
        UPDATE process_journey j SET closed_at = ended WHERE j.id = there.id AND j.outcome IS NOT NULL;
    END IF;
"""

_BEGIN = f"""
CREATE FUNCTION process_begin(
    object text, record bigint, process text, version bigint, stage text, at timestamptz, owner bigint, pos bigint,
    warn timestamptz, due timestamptz, escalate timestamptz, quiet timestamptz, OUT journey bigint, OUT stay bigint
) {_INSIDE} AS $$
DECLARE
    there process_journey;
BEGIN
    INSERT INTO process_journey (object_key, record_id, process_key, version_id, stage_key, stage_seq, started_at,
        owner_id, owner_pos, due_at, entered_at, quiet_due_at, debts, revision)
    VALUES (object, record, process, version, stage, 1, at, owner, pos, due, at, quiet, '[]', 1)
    RETURNING * INTO there;
    {_STAY}
    journey := there.id;
END $$
"""  # noqa: S608 - all of it is ours

# Compare, then set: whoever comes second finds another revision, and is told so before anything has moved.
_ENTER = f"""
CREATE FUNCTION process_enter(
    journey bigint, seen bigint, stage text, how text, at timestamptz,
    warn timestamptz, due timestamptz, escalate timestamptz
) RETURNS bigint {_INSIDE} AS $$
DECLARE
    there process_journey; seen_seq bigint; stay bigint; ended timestamptz;
BEGIN
    UPDATE process_journey SET stage_key = stage, stage_seq = stage_seq + 1, entered_at = at, due_at = due,
        revision = revision + 1
    WHERE id = journey AND revision = seen RETURNING * INTO there;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    seen_seq := there.stage_seq - 1;
    {_LEAVE}
    {_STAY}
    RETURN stay;
END $$
"""  # noqa: S608 - all of it is ours

_CLOSE = f"""
CREATE FUNCTION process_close(
    journey bigint, seen bigint, ending text, why text, at timestamptz
) RETURNS boolean {_INSIDE} AS $$
DECLARE
    there process_journey; seen_seq bigint; stay bigint; how text := ending; ended timestamptz;
BEGIN
    UPDATE process_journey SET outcome = ending, reason = why, closed_at = at, due_at = NULL, quiet_due_at = NULL,
        revision = revision + 1
    WHERE id = journey AND revision = seen RETURNING * INTO there;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    seen_seq := there.stage_seq;
    {_LEAVE}
    RETURN true;
END $$
"""  # noqa: S608 - all of it is ours

_HAND_BALL = """
CREATE FUNCTION process_pass_ball(journey bigint, place bigint, whose text, why text, at timestamptz) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = 'force_generic_plan' AS $$
DECLARE
    here process_stay; ended timestamptz;
BEGIN
    SELECT * INTO STRICT here FROM process_stay s WHERE s.journey_id = journey AND s.seq = place;
    IF EXISTS (SELECT FROM process_hold h WHERE h.stay_id = here.id AND h.until IS NULL AND h.holder = whose) THEN
        RETURN;
    END IF;
    UPDATE process_hold SET until = greatest(at, since) WHERE stay_id = here.id AND until IS NULL
    RETURNING until INTO ended;
    at := greatest(at, ended);
    INSERT INTO process_hold (stay_id, journey_id, holder, cause, since, owner_id, owner_pos)
    VALUES (here.id, journey, whose, why, at, here.owner_id, here.owner_pos);
END $$
"""

MOVES = (_BEGIN, _ENTER, _CLOSE, _HAND_BALL)
STATEMENTS = (
    _GUARD,
    *MOVES,
    *(statement for table, columns in GUARDED.items() for statement in _guards(table, columns)),
)
