"""What nobody answers goes further up: one leader at a time, and not for ever."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bihuan.kernel.calendar import Calendar, deadline
from bihuan.notices import queries
from bihuan.notices.commands.telling import News, tell_all
from bihuan.notices.models import Climb
from bihuan.notices.queries import company
from bihuan.org import queries as org

NEVER = -1  # the step of what goes no further; the row says that this was thought about


def plan_climbs(session: Session, *, limit: int) -> int:
    """Give what was told a moment at which it goes further up unless somebody answers. How many were looked at."""
    told = queries.unplanned(session, limit=limit)
    hours: dict[int, Calendar] = {}
    planned = []
    for one in told:
        if one.person_id not in hours:
            hours[one.person_id] = org.calendar(session, one.person_id)
        ways = company(session, one.person_id)
        due_at = deadline(ways.climb_after, hours[one.person_id], one.made_at)
        step = one.step if one.step < ways.climb_most else NEVER
        planned.append({"notice_id": one.notice_id, "person_id": one.person_id, "due_at": due_at, "step": step})
    if planned:
        session.execute(insert(Climb), planned)
    return len(planned)


def climb(session: Session, *, now: datetime, limit: int) -> int:
    """Tell the next leader of what nobody answered in time. How many were looked at.

    Who was told of the same already does not hear it again: the leader's own notice goes further up in its turn.
    """
    lines, news = org.leading(session, now), list[News]()
    due = queries.climbs_due(session, now=now, limit=limit)
    names = org.names(session, [found.person_id for found, _, _ in due])
    for found, notice, answered in due:
        leader = lines.manager(found.person_id)
        if leader is not None and not answered and notice.acknowledged_at is None:
            facts = dict(notice.facts) | {
                "to": "ladder",
                "silent": names.get(found.person_id, ""),
                "step": found.step + 1,
            }
            news.append(
                {
                    "person_id": leader,
                    "cause": notice.cause,
                    "kind": notice.kind,
                    "level": notice.level,  # type: ignore[typeddict-item]  # the table takes no other
                    "facts": facts,
                    "object_key": notice.object_key,
                    "record_id": notice.record_id,
                    "journey_id": notice.journey_id,
                }
            )
        session.delete(found)
    session.flush()
    tell_all(session, news, now=now)
    return len(due)
