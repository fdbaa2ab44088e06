"""Counting: what has moved is counted again, or everything is. Either leaves sums that say what the facts say."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, text, update
from sqlalchemy.orm import Session

from bihuan.metrics import queries
from bihuan.metrics.models import Count, Counted, Tally, TeamTally, Touched
from bihuan.org import queries as org

BATCH = 2_000  # journeys counted at once: enough to be quick, few enough to hold little

# Whoever changes the sums holds this to the end: a second counter would add twice what it could not yet see, and a
# reorganisation moves no row from under it. Readers are not in its way, nor are those who move journeys.
_ALONE = text("LOCK TABLE metrics_tally IN SHARE ROW EXCLUSIVE MODE")
# All lines of a company are summed in one pass, in memory.
_ROOM = text("SET LOCAL work_mem = '64MB'")

_WRITE = """
  INSERT INTO metrics_counted (journey_id, process_key, owner_id, owner_pos, day, lines)
  SELECT journey_id, process_key, owner_id, owner_pos, day,
    array_agg(concat_ws(' ', kind, stage_key, key, n, total) ORDER BY kind, stage_key, key)
  FROM metrics_lines(:journeys, :zone, true, true) GROUP BY 1, 2, 3, 4, 5
"""
_LINES = """
  SELECT c.process_key, c.owner_id, c.owner_pos, cast(date_trunc('month', c.day) AS date) AS month,
    part[1] AS kind, part[2] AS stage_key, part[3] AS key, sign * part[4]::bigint AS n, sign * part[5]::numeric AS total
  FROM ({}) c CROSS JOIN LATERAL unnest(c.lines) line, string_to_array(line, ' ') part
"""
# Each journey keeps its own lines as they are; the sums keep what is asked for: a length by its wide bin; a stay that
# is over by the month it went in, and once more by the one it came in; one that lasts among all, and by the month since
# when. Whoever asks up to a month takes away what came after it. Where a log says that a stay went before it came,
# both are looked at together (`odd`).
_SUM_PEOPLE = """
  INSERT INTO metrics_tally AS t (process_key, owner_id, kind, stage_key, key, owner_pos, n, total)
  SELECT l.process_key, l.owner_id, CASE
      WHEN l.odd THEN 'odd:' || substr(l.kind, 6)
      WHEN NOT again THEN l.kind
      WHEN l.kind = 'waits' THEN 'since:' || substr(l.key, 1, 7)
      ELSE 'came:' || substr(l.key, 1, 7) END,
    l.stage_key, CASE WHEN l.timed AND NOT l.odd THEN substr(l.key, 9) ELSE metrics_wide(l.kind, l.key) END,
    max(l.owner_pos), sum(l.n), sum(l.total)
  FROM (
    SELECT *, starts_with(kind, 'w') AS timed, starts_with(kind, 'went:') AND substr(key, 1, 7) > substr(kind, 6) AS odd
    FROM {} l
  ) l JOIN (VALUES (false), (true)) twice (again) ON NOT again OR l.timed AND NOT l.odd
  GROUP BY 1, 2, 3, 4, 5 HAVING sum(l.n) <> 0 OR sum(l.total) <> 0
"""
# A plain team's people are few enough to be added up one by one, and how a stay went is asked person by person anyway.
# The narrow bins of a wide one stand beside it, of all time: they lead to the middle where there are most stays.
_SUM_TEAMS = """
  INSERT INTO metrics_team_tally AS t (process_key, team_id, month, kind, stage_key, key, lo, hi, n, total)
  SELECT l.process_key, team.id, a.month, a.kind, l.stage_key, a.key, team.lo, team.hi, sum(l.n), sum(a.total)
  FROM {} l JOIN org_team team ON team.kind <> 'team' AND l.owner_pos BETWEEN team.lo AND team.hi
  CROSS JOIN LATERAL (
    SELECT m.month, l.kind, metrics_wide(l.kind, l.key), l.total FROM (VALUES (l.month), ('-infinity')) m (month)
    UNION ALL
    SELECT '-infinity', 'bin:' || metrics_wide(l.kind, l.key), l.key, 0 WHERE l.kind = 'stay'
  ) a (month, kind, key, total)
  WHERE l.kind IN ('trail', 'stay', 'held', 'holds')
  GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(l.n) <> 0 OR sum(a.total) <> 0
"""
_ADD = "DO UPDATE SET n = t.n + excluded.n, total = t.total + excluded.total"
_EVERY = "SELECT 1 AS sign, * FROM metrics_counted"
_ALL = f"({_LINES.format(_EVERY)})"
_WRITE_ALL = text(_WRITE)
# What is read together lies together.
_SUM_ALL_PEOPLE, _SUM_ALL_TEAMS = (
    text(f"{summed.format(_ALL)} ORDER BY 1, 2, 3, 4, 5, 6") for summed in (_SUM_PEOPLE, _SUM_TEAMS)
)

# `former` sees what was counted before this statement, `fresh` what is so now; the sums move by the difference. What
# it answers are the sums that nothing is left of.
_COUNT = text(
    f"""
WITH former AS (SELECT * FROM metrics_counted WHERE journey_id = ANY (:journeys)),
gone AS (
  DELETE FROM metrics_counted c WHERE c.journey_id = ANY (:journeys)
    AND NOT EXISTS (SELECT 1 FROM process_journey j WHERE j.id = c.journey_id)
),
fresh AS (
  {_WRITE}
  ON CONFLICT (journey_id) DO UPDATE SET process_key = excluded.process_key, owner_id = excluded.owner_id,
    owner_pos = excluded.owner_pos, day = excluded.day, lines = excluded.lines
  RETURNING *
),
changes AS MATERIALIZED (
  SELECT process_key, owner_id, owner_pos, month, kind, stage_key, key, sum(n) AS n, sum(total) AS total
  FROM ({_LINES.format("SELECT 1 AS sign, * FROM fresh UNION ALL SELECT -1, * FROM former")}) l
  GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0 OR sum(total) <> 0
),
people AS (
  {_SUM_PEOPLE.format("changes")}
  ON CONFLICT (process_key, owner_id, kind, stage_key, key) {_ADD}, owner_pos = excluded.owner_pos RETURNING *
),
teams AS (
  {_SUM_TEAMS.format("changes")}
  ON CONFLICT (process_key, team_id, month, kind, stage_key, key) {_ADD} RETURNING *
)
SELECT process_key, owner_id, '', kind, stage_key, key FROM people WHERE n = 0 AND total = 0
UNION ALL
SELECT process_key, team_id, month::text, kind, stage_key, key FROM teams WHERE n = 0 AND total = 0
"""  # noqa: S608 - put together from what is written here
)
_VOID = """
  SELECT p, whose, {} kind, stage, key
  FROM unnest(CAST(:p AS text[]), CAST(:whose AS bigint[]), CAST(:month AS text[]), CAST(:kind AS text[]),
    CAST(:stage AS text[]), CAST(:key AS text[])) AS v (p, whose, month, kind, stage, key)
  WHERE (month = '') = {}
"""
_CLEAR_PEOPLE = "DELETE FROM metrics_tally WHERE (process_key, owner_id, kind, stage_key, key) IN ({})"
_CLEAR_TEAMS = "DELETE FROM metrics_team_tally WHERE (process_key, team_id, month, kind, stage_key, key) IN ({})"
_CLEAR = (
    text(_CLEAR_PEOPLE.format(_VOID.format("", "true"))),
    text(_CLEAR_TEAMS.format(_VOID.format("NULLIF(month, '')::date,", "false"))),
)


def count(session: Session, *, limit: int = BATCH) -> int:
    """Count up to `limit` marks of journeys that have moved. How many marks; fewer than `limit` when none is left.

    The marks are taken before the journeys are looked at: one that moves in between keeps its newer mark, and is
    counted again.
    """
    session.execute(_ALONE)
    zone = queries.counted_by(session)
    assert zone is not None, "what was never counted is counted whole first"
    marks = queries.touched(session, limit=limit)
    journeys = session.scalars(delete(Touched).where(Touched.id.in_(marks)).returning(Touched.journey_id)).all()
    if journeys:
        void = session.execute(_COUNT, {"journeys": sorted(set(journeys)), "zone": zone}).all()
        _clear(session, [tuple(row) for row in void])
    return len(marks)


def recount(session: Session, *, now: datetime) -> int:
    """Throw all sums away and count every journey anew. How many there are."""
    session.execute(_ALONE)
    for table in (Touched, Counted, Tally, TeamTally, Count):
        session.execute(delete(table))
    zone, done, after = org.calendar(session).zone, 0, 0
    while journeys := queries.journeys_after(session, after, limit=BATCH):
        session.execute(_WRITE_ALL, {"journeys": list(journeys), "zone": zone})
        done, after = done + len(journeys), journeys[-1]
    session.execute(_ROOM)
    session.execute(_SUM_ALL_PEOPLE)
    session.execute(_SUM_ALL_TEAMS)
    session.add(Count(id=1, zone=zone, counted_at=now, placed=True))
    session.flush()
    return done


def place(session: Session) -> None:
    """Sum the teams anew where somebody has moved in the tree since.

    First it is said that they are in place, then it is looked who stands where: whoever moves in between waits for
    us, and says the opposite after.
    """
    done = session.execute(update(Count).where(Count.placed.is_(False)).values(placed=True))
    if done.rowcount:  # type: ignore[attr-defined]
        session.execute(_ALONE)
        session.execute(delete(TeamTally))
        session.execute(_ROOM)
        session.execute(_SUM_ALL_TEAMS)


def _clear(session: Session, void: list[tuple[object, ...]]) -> None:
    """Remove the sums that nothing is left of."""
    if void:
        columns = map(list, zip(*void, strict=True))
        given = dict(zip(("p", "whose", "month", "kind", "stage", "key"), columns, strict=True))
        for statement in _CLEAR:
            session.execute(statement, given)
