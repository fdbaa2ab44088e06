"""How the database adds up what was counted: a function for each board, planned once on each connection.

They are asked by `queries/tallies.py` and `queries/judgements.py`, which say what their answers mean.
"""

from __future__ import annotations

# Everything is read with the snapshot of the question. What was counted is taken where it lies in the fewest rows: a
# team's sums while nobody has moved in the tree, else those of its people; sums of all time where nothing was counted
# outside the days asked for (`whole`), else those of months, and at either end each journey's own lines.
#
# The middle stays are then read from the stays themselves: the sums say in which bin they lie and which place they
# have there, for a team in 64 narrower bins, and an index leads to that place.
SUMS = """
CREATE FUNCTION metrics_sums(
  asked text, by_zone text, pos0 bigint, pos1 bigint, person bigint, day0 date, day1 date, month0 date, month1 date,
  edges0 date[], edges1 date[], since timestamptz, until timestamptz
) RETURNS TABLE (kind text, stage_key text, key text, n bigint, total numeric)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  kinds constant text[] := '{trail,stay,held,holds}';
  in_place boolean;
  teams bigint[];
  everybody bigint[] := '{}';
  people bigint[] := '{}';
  first_day date := day0;
  last_day date := day1;
  moved constant bigint[] := metrics_moved(asked, by_zone);
  whole boolean;
BEGIN
  SELECT c.placed INTO in_place FROM metrics_count c WHERE c.zone = by_zone;
  IF in_place AND person IS NULL THEN
    SELECT array_agg(t.id) INTO teams FROM org_team t
    WHERE t.kind <> 'team' AND CASE WHEN pos0 IS NULL THEN t.parent_id IS NULL ELSE t.lo = pos0 AND t.hi = pos1 END;
  END IF;
  IF teams IS NOT NULL THEN
    first_day := month0;
    last_day := month1;
    IF pos0 IS NULL THEN
      people := ARRAY (
        SELECT p.id FROM org_person p
        WHERE NOT EXISTS (SELECT 1 FROM org_team t WHERE t.id = ANY (teams) AND p.pos BETWEEN t.lo AND t.hi)
      );
    END IF;
  END IF;
  IF in_place IS NOT NULL AND (teams IS NULL OR edges0 <> '{}') THEN
    everybody := ARRAY (
      SELECT p.id FROM org_person p
      WHERE (pos0 IS NULL OR p.pos BETWEEN pos0 AND pos1) AND (person IS NULL OR p.id = person)
    );
  END IF;
  IF teams IS NULL THEN
    people := everybody;
  END IF;
  whole := (teams IS NULL OR month0 IS NOT NULL)
    AND NOT EXISTS (
      SELECT 1 FROM unnest(teams) team (id), LATERAL (
        SELECT t.month FROM metrics_team_tally t
        WHERE t.process_key = asked AND t.team_id = team.id AND t.month > '-infinity' ORDER BY t.month LIMIT 1
      ) earliest, LATERAL (
        SELECT t.month FROM metrics_team_tally t
        WHERE t.process_key = asked AND t.team_id = team.id ORDER BY t.month DESC LIMIT 1
      ) latest WHERE earliest.month < month0 OR latest.month > month1
    )
    AND NOT EXISTS (
      SELECT 1 FROM unnest(people) one (id), LATERAL (
        SELECT c.day FROM metrics_counted c
        WHERE c.owner_id = one.id AND c.process_key = asked ORDER BY c.day LIMIT 1
      ) earliest, LATERAL (
        SELECT c.day FROM metrics_counted c
        WHERE c.owner_id = one.id AND c.process_key = asked ORDER BY c.day DESC LIMIT 1
      ) latest WHERE earliest.day < day0 OR latest.day > day1
    )
    AND NOT EXISTS (
      SELECT 1 FROM process_journey j
      WHERE j.id = ANY (moved) AND j.process_key = asked AND NOT (j.started_at >= since AND j.started_at < until)
    );
  RETURN QUERY
  WITH corrected AS MATERIALIZED (
    SELECT c.kind, c.stage_key, c.key, c.n, c.total
    FROM metrics_corrections(asked, by_zone, moved, true, false) c
    WHERE c.day BETWEEN day0 AND day1 AND (pos0 IS NULL OR c.owner_pos BETWEEN pos0 AND pos1)
      AND (person IS NULL OR c.owner_id = person)
  ),
  lines AS (
    SELECT c.kind, c.stage_key, metrics_wide(c.kind, c.key) AS key, c.n, c.total FROM corrected c
    UNION ALL
    SELECT t.kind, t.stage_key, t.key, t.n, t.total FROM metrics_team_tally t
    WHERE whole AND t.process_key = asked AND t.team_id = ANY (teams) AND t.month = '-infinity' AND t.kind = ANY (kinds)
    UNION ALL
    SELECT t.kind, t.stage_key, t.key, t.n, t.total FROM metrics_team_tally t
    WHERE NOT whole AND t.process_key = asked AND t.team_id = ANY (teams) AND t.month BETWEEN month0 AND month1
    UNION ALL
    SELECT t.kind, t.stage_key, t.key, t.n, t.total FROM metrics_tally t
    WHERE whole AND t.process_key = asked AND t.owner_id = ANY (people) AND t.kind = ANY (kinds)
      AND (pos0 IS NULL OR t.owner_pos BETWEEN pos0 AND pos1)
    UNION ALL
    SELECT part[1], part[2], metrics_wide(part[1], part[3]), part[4]::bigint, part[5]::numeric FROM (
      SELECT c.lines FROM metrics_counted c
      WHERE c.owner_id = ANY (people) AND c.day BETWEEN first_day AND last_day
        AND c.process_key = asked AND (pos0 IS NULL OR c.owner_pos BETWEEN pos0 AND pos1)
      UNION ALL
      SELECT c.lines FROM unnest(edges0, edges1) e (first, last)
      JOIN metrics_counted c ON c.owner_id = ANY (everybody) AND c.day BETWEEN e.first AND e.last
      WHERE teams IS NOT NULL AND c.process_key = asked AND (pos0 IS NULL OR c.owner_pos BETWEEN pos0 AND pos1)
    ) c CROSS JOIN LATERAL unnest(c.lines) line, string_to_array(line, ' ') part
    WHERE NOT whole AND NOT starts_with(line, 'w')
  ),
  sums AS MATERIALIZED (
    SELECT l.kind, l.stage_key, l.key, sum(l.n::int)::int AS n, sum(l.total) AS total FROM lines l GROUP BY 1, 2, 3
    HAVING sum(l.n::int) <> 0 OR sum(l.total) <> 0
  ),
  wide AS (
    SELECT s.stage_key, s.key::int AS bin, s.n, sum(s.n) OVER nth - s.n AS below,
      (sum(s.n) OVER every - 1) / 2 AS lower, sum(s.n) OVER every / 2 AS upper
    FROM sums s WHERE s.kind = 'stay' WINDOW every AS (PARTITION BY s.stage_key), nth AS (every ORDER BY s.key::int)
  ),
  middle AS MATERIALIZED (SELECT * FROM wide w WHERE w.below <= w.upper AND w.below + w.n > w.lower),
  narrow AS (
    SELECT m.stage_key, m.bin AS wide, m.below, m.lower, m.upper, m.n AS all_of_it, f.bin, sum(f.n::int)::int AS n,
      sum(sum(f.n::int)::int) OVER (PARTITION BY m.stage_key, m.bin) AS found,
      sum(sum(f.n::int)::int) OVER (PARTITION BY m.stage_key, m.bin ORDER BY f.bin) AS up_to
    FROM middle m CROSS JOIN LATERAL (
      SELECT t.key::int AS bin, t.n FROM metrics_team_tally t
      WHERE t.process_key = asked AND t.team_id = ANY (teams) AND t.month = '-infinity'
        AND t.kind = 'bin:' || m.bin AND t.stage_key = m.stage_key
      UNION ALL
      SELECT c.key::int, c.n FROM corrected c
      WHERE c.kind = 'stay' AND c.stage_key = m.stage_key AND metrics_wide(c.kind, c.key) = m.bin::text
    ) f WHERE whole AND teams IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7
  ),
  bins AS (
    SELECT f.stage_key, f.bin AS first, f.bin + 1 AS last, f.n, f.below + f.up_to - f.n AS below, f.lower, f.upper
    FROM narrow f WHERE f.found = f.all_of_it
    UNION ALL
    SELECT m.stage_key, m.bin << 6, (m.bin + 1) << 6, m.n, m.below, m.lower, m.upper
    FROM middle m WHERE NOT EXISTS (
      SELECT 1 FROM narrow f WHERE f.stage_key = m.stage_key AND f.wide = m.bin AND f.found = f.all_of_it
    )
  ),
  places AS MATERIALIZED (
    SELECT b.stage_key, metrics_floor(b.first) AS least, metrics_floor(b.last) AS beyond,
      greatest(b.lower - b.below, 0) AS skip,
      least(b.upper - b.below, b.n - 1) - greatest(b.lower - b.below, 0) + 1 AS many
    FROM bins b WHERE b.n > 0 AND b.below <= b.upper AND b.below + b.n > b.lower
  )
  SELECT s.kind, s.stage_key, s.key, s.n::bigint, s.total FROM sums s WHERE s.kind <> 'stay'
  UNION ALL
  SELECT 'stay', s.stage_key, '', sum(s.n), sum(s.total) FROM sums s WHERE s.kind = 'stay' GROUP BY 2
  UNION ALL
  SELECT 'middle', b.stage_key, '', count(*), sum(found.lasted) FROM places b CROSS JOIN LATERAL (
    (
      SELECT s.lasted FROM process_stay s
      WHERE whole AND person IS NULL
        AND s.process_key = asked AND s.stage_key = b.stage_key AND s.lasted IS NOT NULL
        AND s.lasted >= b.least AND s.lasted < b.beyond AND (pos0 IS NULL OR s.owner_pos BETWEEN pos0 AND pos1)
      ORDER BY s.lasted OFFSET b.skip LIMIT b.many
    )
    UNION ALL
    (
      SELECT s.lasted FROM process_stay s JOIN process_journey j ON j.id = s.journey_id
      WHERE NOT (whole AND person IS NULL)
        AND s.process_key = asked AND s.stage_key = b.stage_key AND s.lasted IS NOT NULL
        AND s.lasted >= b.least AND s.lasted < b.beyond AND (pos0 IS NULL OR s.owner_pos BETWEEN pos0 AND pos1)
        AND (person IS NULL OR s.owner_id = person) AND j.started_at >= since AND j.started_at < until
      ORDER BY s.lasted OFFSET b.skip LIMIT b.many
    )
  ) found GROUP BY 2;
END $$
"""

# What is over is counted by the month in which it went, less what came only after the days asked for. What still lasts
# is red where its month is over; whatever falls due in this month or later is looked at, because its level moves with
# the clock. Nothing is sorted where it can be hashed: to sort texts by the rules of a language would take the longest.
JUDGED = """
CREATE FUNCTION metrics_judged(
  asked text, by_zone text, pos0 bigint, pos1 bigint, since text, until text, present text,
  midnight timestamptz, ends timestamptz, moment timestamptz
) RETURNS TABLE (
  person_id bigint, stage_key text, red bigint, yellow bigint, green bigint, decided bigint, on_time bigint
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_sort = off AS $$
#variable_conflict use_column
DECLARE
  people bigint[] := '{}';
  own constant bigint := CASE WHEN pos0 = pos1 THEN pos0 END;  -- one person's stays are found by their owner
BEGIN
  IF EXISTS (SELECT 1 FROM metrics_count c WHERE c.zone = by_zone) THEN
    people := ARRAY (SELECT p.id FROM org_person p WHERE pos0 IS NULL OR p.pos BETWEEN pos0 AND pos1);
  END IF;
  RETURN QUERY
  WITH lines AS (
    SELECT c.kind <> 'waits' AS over, c.stage_key, substr(c.key, 9) AS key, c.n
    FROM metrics_corrections(asked, by_zone, metrics_moved(asked, by_zone), false, true) c
    WHERE (c.kind = 'waits' OR c.kind >= 'went:' || since) AND substr(c.key, 1, 7) <= until
      AND (pos0 IS NULL OR c.owner_pos BETWEEN pos0 AND pos1)
    UNION ALL
    SELECT true, t.stage_key, t.key, t.n FROM metrics_tally t
    WHERE t.process_key = asked AND t.owner_id = ANY (people) AND t.kind >= 'went:' || since AND t.kind <= 'went:9999'
      AND (pos0 IS NULL OR t.owner_pos BETWEEN pos0 AND pos1)
    UNION ALL
    SELECT true, t.stage_key, t.key, -t.n FROM metrics_tally t
    WHERE t.process_key = asked AND t.owner_id = ANY (people) AND t.kind > 'came:' || until AND t.kind <= 'came:9999'
      AND (pos0 IS NULL OR t.owner_pos BETWEEN pos0 AND pos1)
    UNION ALL
    SELECT true, t.stage_key, substr(t.key, 9), t.n FROM metrics_tally t
    WHERE t.process_key = asked AND t.owner_id = ANY (people) AND t.kind >= 'odd:' || since AND t.kind <= 'odd:9999'
      AND substr(t.key, 1, 7) <= until AND (pos0 IS NULL OR t.owner_pos BETWEEN pos0 AND pos1)
    UNION ALL
    SELECT false, t.stage_key, t.key, t.n FROM metrics_tally t
    WHERE t.process_key = asked AND t.owner_id = ANY (people) AND t.kind = 'waits'
      AND (pos0 IS NULL OR t.owner_pos BETWEEN pos0 AND pos1)
    UNION ALL
    SELECT false, t.stage_key, t.key, -t.n FROM metrics_tally t
    WHERE t.process_key = asked AND t.owner_id = ANY (people) AND t.kind > 'since:' || until AND t.kind <= 'since:9999'
      AND (pos0 IS NULL OR t.owner_pos BETWEEN pos0 AND pos1)
  ),
  told AS (
    SELECT split_part(l.key, '|', 1)::bigint AS person_id, l.stage_key, CASE
        WHEN l.over THEN split_part(l.key, '|', 2)
        WHEN split_part(l.key, '|', 3) <> '' THEN 'red'
        WHEN split_part(l.key, '|', 2) = 't' THEN 'yellow' ELSE 'green' END AS level,
      l.over, l.n::int AS n
    FROM lines l WHERE l.over OR split_part(l.key, '|', 3) < present
    UNION ALL
    SELECT s.person_id, s.stage_key, CASE WHEN s.due_at < moment THEN 'red' WHEN s.warn_at <= moment THEN 'yellow'
      WHEN (s.id, s.stage_key) IN (SELECT i.stay_id, i.stage_key FROM process_handed_in i WHERE i.late) THEN 'yellow'
      ELSE 'green' END, false, 1
    FROM process_stay s
    WHERE own IS NULL AND s.process_key = asked AND s.left_at IS NULL AND s.due_at >= midnight AND s.entered_at < ends
      AND (pos0 IS NULL OR s.owner_pos BETWEEN pos0 AND pos1)
    UNION ALL
    SELECT s.person_id, s.stage_key, CASE WHEN s.due_at < moment THEN 'red' WHEN s.warn_at <= moment THEN 'yellow'
      WHEN EXISTS (SELECT 1 FROM process_handed_in i WHERE i.stay_id = s.id AND i.stage_key = s.stage_key AND i.late)
        THEN 'yellow' ELSE 'green' END, false, 1
    FROM process_stay s
    WHERE s.owner_pos = own
      AND s.process_key = asked AND s.left_at IS NULL AND s.due_at >= midnight AND s.entered_at < ends
  )
  SELECT t.person_id, t.stage_key,
    coalesce(sum(t.n) FILTER (WHERE t.level = 'red'), 0)::bigint,
    coalesce(sum(t.n) FILTER (WHERE t.level = 'yellow'), 0)::bigint,
    coalesce(sum(t.n) FILTER (WHERE t.level = 'green'), 0)::bigint,
    coalesce(sum(t.n) FILTER (WHERE t.over OR t.level = 'red'), 0)::bigint,
    coalesce(sum(t.n) FILTER (WHERE t.over AND t.level = 'green'), 0)::bigint
  FROM told t GROUP BY 1, 2 HAVING sum(t.n) > 0;
END $$
"""
