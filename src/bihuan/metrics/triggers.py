"""What the database itself knows about counting: which journeys moved, and what one journey adds.

`metrics_lines` is the one definition of what a journey adds to the sums; counting, counting anew and counting on
the spot all read it. A line is raw: which stages a journey has seen, how long a stay was, how long somebody held the
ball. What that means (passed, narrowest) is said by `trails.py` and the process as it lives now.
"""

from __future__ import annotations

from bihuan.metrics.judging import GIVEN_UP
from bihuan.metrics.summing import JUDGED, SUMS
from bihuan.process.triggers import DOOR

# A length falls into one of 512 bins for each doubling, of which 64 make a wide one: the eleven bits of a double's
# exponent and nine of its fraction. Whole numbers in and out, so that a bin's floor and its members never disagree by
# a rounding.
_BIN = """
CREATE FUNCTION metrics_bin(micros bigint) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN micros < 1024 THEN 0 ELSE
    ((get_byte(float8send(micros::float8), 0) << 13) | (get_byte(float8send(micros::float8), 1) << 5)
      | (get_byte(float8send(micros::float8), 2) >> 3)) - 528832 END
$$
"""
_FLOOR = """
CREATE FUNCTION metrics_floor(bin int) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN bin <= 0 THEN -9223372036854775808
    ELSE greatest(1024, (512 + ((bin + 528832) & 511))::bigint << (((bin + 528832) >> 9) - 1032)) END
$$
"""
_WIDE = """
CREATE FUNCTION metrics_wide(kind text, key text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN kind = 'stay' THEN (key::int >> 6)::text ELSE key END
$$
"""

# A month is kept as people write it, 2026-03, so that texts compare as the months do. A stay that ends with the stroke
# of midnight still belongs to the month before: a day asked for begins after it.
_MONTH = """
CREATE FUNCTION metrics_month(moment timestamptz, by_zone text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT to_char(moment AT TIME ZONE by_zone, 'YYYY-MM')
$$
"""

# The level of a stay that is over is what `judging.py` says, and never changes. Only the lines of the boards that are
# wanted are worked out. Whatever is looked up beside a row is looked up for that row (OFFSET 0), through an index:
# nobody knows how many journeys there will be when this is planned.
_LINES = f"""
CREATE FUNCTION metrics_lines(journeys bigint[], by_zone text, funnel boolean, health boolean) RETURNS TABLE (
  journey_id bigint, process_key text, owner_id bigint, owner_pos bigint, day date,
  kind text, stage_key text, key text, n bigint, total numeric
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT j.id, j.process_key, j.owner_id, j.owner_pos, j.day, a.kind, a.stage_key, a.key, a.n, a.total
  FROM (
    SELECT j.id AS journey_id, 'trail' AS kind, j.stage_key, concat(j.outcome, '|', s.placed, '|', s.seen) AS key,
        1::bigint AS n, 0::numeric AS total
      FROM process_journey j CROSS JOIN LATERAL (
        SELECT string_agg(DISTINCT s.stage_key, ',') FILTER (WHERE s.opening), string_agg(DISTINCT s.stage_key, ',')
        FROM process_stay s WHERE s.journey_id = j.id
      ) s (placed, seen)
      WHERE funnel AND j.id = ANY (journeys)
    UNION ALL
    SELECT s.journey_id, 'stay', s.stage_key, metrics_bin(s.lasted)::text, count(*), sum(s.lasted)
      FROM process_stay s WHERE funnel AND s.journey_id = ANY (journeys) AND s.lasted IS NOT NULL GROUP BY 1, 3, 4
    UNION ALL
    SELECT h.journey_id, CASE WHEN h.until IS NULL THEN 'holds' ELSE 'held' END, s.stage_key, h.holder, count(*),
        sum((1000000 * extract(epoch FROM CASE WHEN h.until IS NULL THEN h.since - 'epoch' ELSE h.until - h.since END
        ))::bigint)
      FROM process_hold h
      CROSS JOIN LATERAL (SELECT s.stage_key FROM process_stay s WHERE s.id = h.stay_id OFFSET 0) s
      WHERE funnel AND h.journey_id = ANY (journeys) AND h.cause <> 'import' AND (h.until IS NULL OR h.until > h.since)
      GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT s.journey_id, coalesce('went:' || metrics_month(s.left_at - interval '1 microsecond', by_zone), 'waits'),
        s.stage_key, concat_ws('|', metrics_month(s.entered_at, by_zone), s.person_id, CASE
          WHEN s.left_at IS NULL THEN concat_ws('|', late, coalesce(metrics_month(s.due_at, by_zone), ''))
          WHEN s.left_at > s.due_at AND s.left_how IN {GIVEN_UP} THEN 'red'
          WHEN s.left_at > s.due_at OR s.left_how = 'exception' OR late THEN 'yellow' ELSE 'green' END
        ), count(*), 0
      FROM process_stay s CROSS JOIN LATERAL (
        SELECT EXISTS (
          SELECT 1 FROM process_handed_in i
          WHERE i.journey_id = s.journey_id AND i.stay_id = s.id AND i.stage_key = s.stage_key AND i.late
        )
      ) made_up (late)
      WHERE health AND s.journey_id = ANY (journeys) AND NOT (s.opening AND s.due_at IS NULL) GROUP BY 1, 2, 3, 4
  ) a CROSS JOIN LATERAL (
    SELECT j.id, j.process_key, j.owner_id, j.owner_pos, (j.started_at AT TIME ZONE by_zone)::date AS day
    FROM process_journey j WHERE j.id = a.journey_id OFFSET 0
  ) j
$$
"""  # noqa: S608 - put together from what is written here

# STABLE: they look with the same snapshot as the question they are part of, so that what was counted and what has moved
# since never come from two moments. Their statements are planned once on each connection.
_MOVED = """
CREATE FUNCTION metrics_moved(asked text, by_zone text) RETURNS bigint[] LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM metrics_count c WHERE c.zone = by_zone) THEN
    RETURN (SELECT array_agg(DISTINCT t.journey_id) FROM metrics_touched t);
  END IF;
  RETURN (SELECT array_agg(j.id) FROM process_journey j WHERE j.process_key = asked);
END $$
"""
_CORRECTIONS = """
CREATE FUNCTION metrics_corrections(asked text, by_zone text, moved bigint[], funnel boolean, health boolean)
RETURNS TABLE (
  owner_id bigint, owner_pos bigint, day date, kind text, stage_key text, key text, n bigint, total numeric
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF moved IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT l.owner_id, l.owner_pos, l.day, l.kind, l.stage_key, l.key, l.n, l.total
    FROM metrics_lines(moved, by_zone, funnel, health) l WHERE l.process_key = asked
    UNION ALL
    SELECT c.owner_id, c.owner_pos, c.day, part[1], part[2], part[3], -part[4]::bigint, -part[5]::numeric
    FROM metrics_counted c CROSS JOIN LATERAL unnest(c.lines) line, string_to_array(line, ' ') part
    WHERE c.journey_id = ANY (moved) AND c.process_key = asked
      AND CASE WHEN starts_with(line, 'w') THEN health ELSE funnel END
      AND EXISTS (SELECT 1 FROM metrics_count m WHERE m.zone = by_zone);
END $$
"""

# What moves is marked by the mover, in the mover's transaction: it is known to have moved if and only if it has.
# A stay begins and ends with its journey's own move, and goes with it: there only a new deadline is news. So do holds
# inside the one door, where the journey itself moves or comes; outside it the ball is passed, and that is news.
_MARK = """
CREATE FUNCTION metrics_touch_{0}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO metrics_touched (journey_id) {1}; RETURN NULL; END $$
"""
_MARKS = tuple(
    _MARK.format(*said)
    for said in (
        ("this", "VALUES (NEW.id)"),
        ("its_journey", "VALUES (NEW.journey_id)"),
        ("these", "SELECT id FROM rows"),
        ("their_journeys", "SELECT DISTINCT journey_id FROM rows"),
    )
)
_MOVES = {
    "process_journey": ("process_key", "owner_id", "stage_key", "stage_seq", "outcome", "started_at"),
    "process_hold": ("stay_id", "journey_id", "holder", "cause", "since", "until"),
    "process_stay": ("person_id", "warn_at", "due_at", "opening"),
    "process_handed_in": ("late", "stay_id", "stage_key"),
}
_OUTSIDE = f"current_setting('{DOOR}', true) IS DISTINCT FROM 'open'"
_TRIGGER = "CREATE TRIGGER {} AFTER {} ON {} {} EXECUTE FUNCTION metrics_{}()"
_COMING, _GOING = (f"REFERENCING {side} TABLE AS rows FOR EACH STATEMENT" for side in ("NEW", "OLD"))


def _when_it_moves(table: str, columns: tuple[str, ...]) -> str:
    old, new = (", ".join(f"{side}.{column}" for column in columns) for side in ("OLD", "NEW"))
    mark = "touch_this" if table == "process_journey" else "touch_its_journey"
    news = f"({old}) IS DISTINCT FROM ({new})" + (f" AND {_OUTSIDE}" if table == "process_hold" else "")
    return _TRIGGER.format("moved", "UPDATE", table, f"FOR EACH ROW WHEN ({news})", mark)


_TOUCHING = (
    *(_when_it_moves(table, columns) for table, columns in _MOVES.items()),
    _TRIGGER.format("came", "INSERT", "process_journey", _COMING, "touch_these"),
    _TRIGGER.format("went", "DELETE", "process_journey", _GOING, "touch_these"),
    _TRIGGER.format("came", "INSERT", "process_hold", f"{_COMING} WHEN ({_OUTSIDE})", "touch_their_journeys"),
    _TRIGGER.format("came_late", "INSERT", "process_handed_in", "FOR EACH ROW WHEN (NEW.late)", "touch_its_journey"),
)

# Who moves in the tree takes their journeys from one team's sums to another's. That is rare: the teams are summed anew.
_MISPLACE = """
CREATE FUNCTION metrics_misplace() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN UPDATE metrics_count SET placed = false WHERE placed; RETURN NULL; END $$
"""
_MISPLACING = (
    _TRIGGER.format("moved", "UPDATE OF pos", "org_person", "FOR EACH STATEMENT", "misplace"),
    _TRIGGER.format("rooted", "INSERT OR DELETE OR UPDATE OF lo, hi, kind, parent_id", "org_team", "", "misplace"),
)
STATEMENTS = (
    *(_BIN, _FLOOR, _WIDE, _MONTH, _LINES, _MOVED, _CORRECTIONS, SUMS, JUDGED),
    *(*_MARKS, *_TOUCHING, _MISPLACE, *_MISPLACING),
)
