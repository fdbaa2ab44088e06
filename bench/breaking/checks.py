"""What must be true afterwards, asked of the database itself and not of the product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import create_engine

from bench.breaking.acts import Act
from bench.breaking.stage import WORKSPACE
from bihuan.kernel import db
from bihuan.ledger import keys
from bihuan.ledger.anchors import folder_of
from bihuan.ledger.verify import verify

Looking = psycopg.Connection[tuple[Any, ...]]
Question = tuple[str, Callable[[Act], Any]]  # what is asked, and by what an act is known in the answer


@dataclass
class Found:
    """What was counted, and every fault in words."""

    promised: int = 0
    unanswered: int = 0
    kept_of_unanswered: int = 0
    lost: int = 0
    doubled: int = 0
    faults: list[str] = field(default_factory=list)


# How often each act is there. The answer's first column is what the act is known by, the second how often.
ASKED: dict[str, Question] = {
    "create": ("SELECT f_name, count(*) FROM o_opportunity WHERE f_name = ANY(%s) GROUP BY 1", lambda act: act.mark),
    "log": ("SELECT summary, count(*) FROM activity_activity WHERE summary = ANY(%s) GROUP BY 1", lambda act: act.mark),
    "fill": ("SELECT f_medium, count(*) FROM o_opportunity WHERE f_medium = ANY(%s) GROUP BY 1", lambda act: act.mark),
    "file": (
        (
            "SELECT f.name, count(*) FROM records_file f JOIN process_handed_in h ON h.file_id = f.id"
            " AND h.kind = 'file' WHERE f.name = ANY(%s) GROUP BY 1"
        ),
        lambda act: f"{act.mark}.pdf",
    ),
    "send": (
        "SELECT journey_id, count(*) FROM process_confirmation WHERE journey_id = ANY(%s) GROUP BY 1",
        lambda act: act.deal.journey_id,
    ),
    "confirm": (
        "SELECT answered_name, count(*) FROM process_confirmation WHERE answered_name = ANY(%s) GROUP BY 1",
        lambda act: act.mark,
    ),
    "terms": (
        "SELECT text, count(*) FROM process_handed_in WHERE text = ANY(%s) GROUP BY 1",
        lambda act: f"三七开，质保一年 {act.mark}",
    ),
    "accept": (
        "SELECT id, count(*) FROM process_handed_in WHERE id = ANY(%s) AND status = 'accepted' GROUP BY 1",
        lambda act: act.deal.waiting_id,
    ),
}
ARRIVALS = (
    "SELECT journey_id, stage_key, count(*) FROM process_stay WHERE journey_id = ANY(%s) GROUP BY 1, 2"
    " UNION ALL SELECT id, 'won', 1 FROM process_journey WHERE id = ANY(%s) AND outcome = 'won'"
)

# Each must find nothing. Together they say that nothing is there by half.
NOTHING: dict[str, str] = {
    "a deal without a journey": "SELECT o.id FROM o_opportunity o"
    " WHERE NOT EXISTS (SELECT FROM process_journey j WHERE j.record_id = o.id)",
    "a deal without the line of its making": "SELECT o.id FROM o_opportunity o WHERE 1 <>"
    " (SELECT count(*) FROM ledger_event e WHERE e.subject = 'opportunity:' || o.id"
    " AND e.kind IN ('record.created', 'record.imported'))",
    "a journey whose stays are not 1, 2, 3 …": "SELECT j.id FROM process_journey j LEFT JOIN process_stay s"
    " ON s.journey_id = j.id GROUP BY j.id"
    " HAVING count(s.id) <> j.stage_seq OR min(s.seq) <> 1 OR max(s.seq) <> j.stage_seq",
    "a journey that is not where its open stay is": "SELECT j.id FROM process_journey j LEFT JOIN process_stay s"
    " ON s.journey_id = j.id AND s.left_at IS NULL GROUP BY j.id"
    " HAVING count(s.id) <> CASE WHEN j.outcome IS NULL THEN 1 ELSE 0 END OR min(s.stage_key) <> j.stage_key",
    "a stay whose ball is held by nobody, or by two": "SELECT s.id FROM process_stay s LEFT JOIN process_hold h"
    " ON h.stay_id = s.id AND h.until IS NULL GROUP BY s.id"
    " HAVING count(h.id) <> CASE WHEN s.left_at IS NULL THEN 1 ELSE 0 END",
    "a stay without the line that tells of it": "SELECT j.id FROM process_journey j JOIN ledger_event e"
    " ON e.journey_id = j.id AND e.kind IN ('journey.started', 'journey.placed', 'stage.entered')"
    " GROUP BY j.id HAVING count(*) <> j.stage_seq",
    "a stay, or a hold of the ball, that ended before it began": "SELECT s.id FROM process_stay s"
    " WHERE s.left_at < s.entered_at UNION ALL SELECT h.stay_id FROM process_hold h WHERE h.until < h.since",
    "a gap between two stays of a journey": "SELECT s.id FROM process_stay s JOIN process_stay t"
    " ON t.journey_id = s.journey_id AND t.seq = s.seq + 1 WHERE t.entered_at > s.left_at",
    "a won deal without its line": "SELECT j.id FROM process_journey j WHERE j.outcome = 'won' AND 1 <>"
    " (SELECT count(*) FROM ledger_event e WHERE e.journey_id = j.id AND e.kind = 'journey.won')",
    "an activity without its line": "SELECT a.id FROM activity_activity a WHERE 1 <>"
    " (SELECT count(*) FROM ledger_event e"
    " WHERE e.subject = 'opportunity:' || a.record_id AND e.kind = 'activity.logged'"
    " AND (e.payload->>'activity')::bigint = a.id)",
    "something handed in without its line": "SELECT h.id FROM process_handed_in h WHERE h.kind <> 'confirmation'"
    " AND 1 <>"
    " (SELECT count(*) FROM ledger_event e WHERE e.journey_id = h.journey_id AND e.kind = 'deliverable.handed_in'"
    " AND (e.payload->>'handed_in')::bigint = h.id)",
    "a review without its line": "SELECT h.id FROM process_handed_in h WHERE h.reviewed_at IS NOT NULL AND 1 <>"
    " (SELECT count(*) FROM ledger_event e WHERE e.journey_id = h.journey_id AND e.kind = 'deliverable.accepted'"
    " AND (e.payload->>'handed_in')::bigint = h.id)",
    "an answer of a customer without line or thing": "SELECT c.id FROM process_confirmation c"
    " WHERE c.answer IS NOT NULL"
    " AND (1 <> (SELECT count(*) FROM ledger_event e WHERE e.journey_id = c.journey_id"
    " AND e.kind = 'confirmation.confirmed' AND (e.payload->>'confirmation')::bigint = c.id)"
    " OR 1 <> (SELECT count(*) FROM process_handed_in h WHERE h.journey_id = c.journey_id"
    " AND h.kind = 'confirmation'))",
    "a deadline told twice, or marked without a line": "SELECT s.id, l.kind FROM process_stay s CROSS JOIN LATERAL"
    " (VALUES"
    " ('stage.nearly_due', s.warned_at), ('stage.overdue', s.overdue_at), ('stage.escalated', s.escalated_at))"
    " AS l(kind, told) LEFT JOIN told t ON t.stay = s.id AND t.kind = l.kind"
    " WHERE coalesce(t.times, 0) <> CASE WHEN l.told IS NULL THEN 0 ELSE 1 END",
    "a deadline told before its time": "SELECT s.id FROM process_stay s WHERE s.warned_at < s.warn_at"
    " OR s.overdue_at < s.due_at OR s.escalated_at < s.escalate_at",
    "a person told twice of one cause": "SELECT person_id, cause FROM notices_notice GROUP BY 1, 2 HAVING count(*) > 1",
    "a job that failed for good": "SELECT id, args->>'listener' FROM procrastinate_jobs"
    " WHERE status NOT IN ('todo', 'doing')",
}
# These hold as soon as nothing is under way any more.
AT_REST: dict[str, str] = {
    "a deadline that has passed and was never told": "SELECT s.id FROM process_stay s WHERE s.left_at IS NULL AND"
    " ((s.warn_at <= %(now)s AND s.warned_at IS NULL) OR (s.due_at <= %(now)s AND s.overdue_at IS NULL)"
    " OR (s.escalate_at <= %(now)s AND s.escalated_at IS NULL))",
    "an alarm that did not reach owner and manager": "SELECT s.id, l.level FROM process_stay s CROSS JOIN LATERAL"
    " (VALUES ('warn', s.warned_at, 2), ('due', s.overdue_at, 2), ('escalate', s.escalated_at, 3))"
    " AS l(level, told, people) LEFT JOIN heard h ON h.cause = 'stay:' || s.id || ':' || l.level"
    " WHERE s.left_at IS NULL AND l.told IS NOT NULL"
    " AND coalesce(h.people, 0) <> l.people",
    "a review that its reviewer was never told of": "SELECT h.id FROM process_handed_in h"
    " WHERE h.reviewer_id IS NOT NULL"
    " AND h.status = 'waiting' AND 1 <> (SELECT count(*) FROM notices_notice n WHERE n.cause = 'review:' || h.id)",
    "an answer that the owner was never told of": "SELECT c.id FROM process_confirmation c JOIN process_journey j"
    " ON j.id = c.journey_id WHERE c.answer IS NOT NULL"
    " AND 1 <> (SELECT count(*) FROM notices_notice n WHERE n.cause = 'confirmation:' || c.id)",
    "a job that is left over": "SELECT id, status::text, args->>'listener' FROM procrastinate_jobs",
}
BEFORE = (
    (
        "CREATE TEMP TABLE told ON COMMIT DROP AS SELECT (payload->>'stay')::bigint AS stay, kind, count(*) AS times"
        " FROM ledger_event WHERE kind IN ('stage.nearly_due', 'stage.overdue', 'stage.escalated') GROUP BY 1, 2"
    ),
    "CREATE TEMP TABLE heard ON COMMIT DROP AS SELECT cause, count(*) AS people FROM notices_notice GROUP BY 1",
    "CREATE INDEX ON told (stay)",
    "CREATE INDEX ON heard (cause)",
    "ANALYZE told",
    "ANALYZE heard",
)


def acts(looking: Looking, done: Sequence[Act]) -> Found:
    """Every act against the database: promised and not there is lost, there twice is doubled."""
    found = Found()
    for sort in {act.what.partition(" ")[0] for act in done}:
        of_sort = [act for act in done if act.what.partition(" ")[0] == sort]
        for act, times in _times(looking, sort, of_sort):
            _judge(found, act, times)
    return found


def nothing_by_half(looking: Looking) -> list[str]:
    """Every rule that is broken, with the first few that break it."""
    return list(_broken(looking, NOTHING, {}))


def at_rest(looking: Looking, now: Any) -> list[str]:  # noqa: ANN401 - a moment
    """What is still owed though nothing is under way."""
    return list(_broken(looking, AT_REST, {"now": now}))


def files(looking: Looking, folder: Path) -> list[str]:
    """Files that are promised by a row and not in the store."""
    digests = [str(digest) for (digest,) in looking.execute("SELECT DISTINCT sha256 FROM records_file")]
    gone = [digest for digest in digests if not (folder / digest[:2] / digest[2:4] / digest).is_file()]
    return [f"a file whose content is gone: {gone[:3]}"] if gone else []


def ledger(url: str, data: Path) -> tuple[int, list[str]]:
    """The product's own verifier over the whole ledger: how many events, and every fault."""
    engine = create_engine(url)
    try:
        with db.transaction(engine, workspace=WORKSPACE, sight=db.EVERYTHING, timeout_ms=600_000) as session:
            report = verify(session, public=keys.public(data, WORKSPACE), folder=folder_of(data))
    finally:
        engine.dispose()
    return report.events, [f"the ledger: {fault.say('en')}" for fault in report.faults]


def queue(looking: Looking) -> Counter[str]:
    """How many jobs there are in each state."""
    rows = looking.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1").fetchall()
    return Counter({str(state): int(count) for state, count in rows})


def _times(looking: Looking, sort: str, of_sort: Sequence[Act]) -> Iterator[tuple[Act, int]]:
    if sort == "advance":
        journeys = [act.deal.journey_id for act in of_sort]
        rows = looking.execute(ARRIVALS, [journeys, journeys]).fetchall()
        arrived = {(journey, stage): times for journey, stage, times in rows}
        for act in of_sort:
            yield act, arrived.get((act.deal.journey_id, act.what.partition(" ")[2]), 0)
        return
    question, key = ASKED[sort]
    rows = looking.execute(question.encode(), [[key(act) for act in of_sort]]).fetchall()
    there = {known_by: int(times) for known_by, times in rows}
    for act in of_sort:
        yield act, there.get(key(act), 0)


def _judge(found: Found, act: Act, times: int) -> None:
    if act.said == "yes":
        found.promised += 1
    else:
        found.unanswered += act.said == "silence"
        found.kept_of_unanswered += act.said == "silence" and times == 1
    if act.said == "yes" and times == 0:
        found.lost += 1
        found.faults.append(f"lost: {act.what} {act.mark}")
    if times > 1:
        found.doubled += 1
        found.faults.append(f"{times} times: {act.what} {act.mark}")
    if act.said == "no":
        found.faults.append(f"refused with {act.code}: {act.what} {act.mark}")


def _broken(looking: Looking, rules: dict[str, str], facts: dict[str, Any]) -> Iterator[str]:
    with looking.transaction():
        for statement in BEFORE:
            looking.execute(statement.encode())
        for rule, question in rules.items():
            rows = looking.execute(question.encode(), facts).fetchmany(3)
            if rows:
                yield f"{rule}: {rows}"
