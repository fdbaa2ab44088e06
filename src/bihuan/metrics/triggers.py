"""What the database itself knows about counting: which journeys moved, and what one journey adds.

`metrics_lines` is the one definition of what a journey adds to the sums; counting, counting anew and counting on
the spot all read it. A line is raw: which stages a journey has seen, how long a stay was, how long somebody held the
ball. What that means (passed, narrowest) is said by `tally.py` and the process as it lives now.
"""

from __future__ import annotations

# A length falls into one of eight bins for each doubling: the eleven bits of a double's exponent and three of its
# fraction. Whole numbers in and out, so that a bin's floor and its members never disagree by a rounding.
_BIN = """
CREATE FUNCTION metrics_bin(micros bigint) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN micros < 64 THEN 0 ELSE
    ((get_byte(float8send(micros::float8), 0) << 7) | (get_byte(float8send(micros::float8), 1) >> 1)) - 8231 END
$$
"""
_FLOOR = """
CREATE FUNCTION metrics_floor(bin int) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN bin <= 0 THEN -9223372036854775808
    ELSE (8 + ((bin + 8231) & 7))::bigint << (((bin + 8231) >> 3) - 1026) END
$$
"""

_LINES = """
CREATE FUNCTION metrics_lines(journeys bigint[]) RETURNS TABLE (
  journey_id bigint, process_key text, owner_id bigint, owner_pos bigint, started_at timestamptz,
  kind text, stage_key text, key text, n bigint, total numeric
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT j.id, j.process_key, j.owner_id, j.owner_pos, j.started_at, added.*
  FROM process_journey j CROSS JOIN LATERAL (
    SELECT 'trail', j.stage_key, concat(
        j.outcome, '|', string_agg(DISTINCT s.stage_key, ',') FILTER (WHERE s.opening),
        '|', string_agg(DISTINCT s.stage_key, ',')
      ), 1::bigint, 0::numeric
      FROM process_stay s WHERE s.journey_id = j.id
    UNION ALL
    SELECT 'stay', s.stage_key, metrics_bin(s.lasted)::text, count(*), sum(s.lasted)
      FROM process_stay s WHERE s.journey_id = j.id AND s.lasted IS NOT NULL GROUP BY 2, 3
    UNION ALL
    SELECT CASE WHEN h.until IS NULL THEN 'holds' ELSE 'held' END, s.stage_key, h.holder, count(*),
        sum((1000000 * extract(epoch FROM CASE WHEN h.until IS NULL THEN h.since - 'epoch' ELSE h.until - h.since END
        ))::bigint)
      FROM process_hold h JOIN process_stay s ON s.id = h.stay_id
      WHERE h.journey_id = j.id AND h.cause <> 'import' AND (h.until IS NULL OR h.until > h.since) GROUP BY 1, 2, 3
  ) added
  WHERE j.id = ANY (journeys)
$$
"""

# STABLE: it looks with the same snapshot as the question it is part of, so that what was counted and what has moved
# since never come from two moments.
_CORRECTIONS = """
CREATE FUNCTION metrics_corrections(asked text, by_zone text) RETURNS TABLE (
  owner_id bigint, owner_pos bigint, day date, kind text, stage_key text, key text, n bigint, total numeric
) LANGUAGE plpgsql STABLE AS $$
DECLARE
  moved bigint[];
  uncounted boolean := NOT EXISTS (SELECT 1 FROM metrics_count c WHERE c.zone = by_zone);
BEGIN
  IF uncounted THEN
    SELECT array_agg(j.id) INTO moved FROM process_journey j WHERE j.process_key = asked;
  ELSE
    SELECT array_agg(DISTINCT t.journey_id) INTO moved FROM metrics_touched t;
  END IF;
  IF moved IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT l.owner_id, l.owner_pos, (l.started_at AT TIME ZONE by_zone)::date, l.kind, l.stage_key, l.key, l.n, l.total
    FROM metrics_lines(moved) l WHERE l.process_key = asked
    UNION ALL
    SELECT c.owner_id, c.owner_pos, c.day, part[1], part[2], part[3], -part[4]::bigint, -part[5]::numeric
    FROM metrics_counted c CROSS JOIN LATERAL unnest(c.lines) line, string_to_array(line, ' ') part
    WHERE c.journey_id = ANY (moved) AND c.process_key = asked AND NOT uncounted;
END $$
"""

# What moves is marked by the mover, in the mover's transaction: it is known to have moved if and only if it has.
# A stay begins and ends with its journey's own move, and goes with it; so the journey and the holds say it all.
_TRIGGER = "CREATE TRIGGER {} {} ON {} {} EXECUTE FUNCTION {}()"
_ROWS = {"process_journey": "id", "process_hold": "journey_id"}
_MOVES = {
    "process_journey": ("process_key", "owner_id", "stage_key", "stage_seq", "outcome", "started_at"),
    "process_hold": ("stay_id", "journey_id", "holder", "cause", "since", "until"),
}


def _touching(table: str) -> tuple[str, ...]:
    row, columns = _ROWS[table], _MOVES[table]
    old, new = (", ".join(f"{side}.{column}" for column in columns) for side in ("OLD", "NEW"))
    mark = "INSERT INTO metrics_touched (journey_id)"
    body = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    many, one = f"metrics_touch_rows_of_{table}", f"metrics_touch_row_of_{table}"
    when = f"WHEN (({old}) IS DISTINCT FROM ({new}))"
    moved, came = "AFTER UPDATE", "AFTER INSERT"
    return (
        f"CREATE FUNCTION {one}() {body} {mark} VALUES (NEW.{row}); RETURN NULL; END $$",
        f"CREATE FUNCTION {many}() {body} {mark} SELECT DISTINCT {row} FROM rows; RETURN NULL; END $$",  # noqa: S608
        _TRIGGER.format("counted_anew", moved, table, f"FOR EACH ROW {when}", one),
        _TRIGGER.format("counted_at_first", came, table, "REFERENCING NEW TABLE AS rows FOR EACH STATEMENT", many),
    )


_GONE = _TRIGGER.format(
    *("counted_no_more", "AFTER DELETE", "process_journey"),
    *("REFERENCING OLD TABLE AS rows FOR EACH STATEMENT", "metrics_touch_rows_of_process_journey"),
)
# Who moves in the tree takes their journeys from one team's sums to another's. That is rare: the teams are summed anew.
_MISPLACE = """
CREATE FUNCTION metrics_misplace() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN UPDATE metrics_count SET placed = false WHERE placed; RETURN NULL; END $$
"""
_TREE = {
    "org_person": "AFTER UPDATE OF pos",
    "org_team": "AFTER INSERT OR DELETE OR UPDATE OF lo, hi, kind, parent_id",
}
STATEMENTS = (
    *(_BIN, _FLOOR, _LINES, _CORRECTIONS),
    *(*_touching("process_journey"), *_touching("process_hold"), _GONE),
    _MISPLACE,
    *(
        _TRIGGER.format("summed_anew", when, table, "FOR EACH STATEMENT", "metrics_misplace")
        for table, when in _TREE.items()
    ),
)
