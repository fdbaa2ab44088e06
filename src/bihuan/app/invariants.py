"""What must hold at any time, looked at every few minutes; what does not is an alert and a number.

Each open journey has an owner who works here, owner and manager were told of what is overdue, nothing due lies about,
and the ledger is whole.

What does not hold is an alert of its own, once a day, and gone when it is mended; the page of the system shows it all.
Each question reads what an index holds ready, so that a million stays cost no more than a thousand.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bihuan.app import auditing
from bihuan.kernel import db
from bihuan.kernel.words import Words
from bihuan.notices import commands as notices
from bihuan.org import queries as org

log = logging.getLogger(__name__)
EVERY = timedelta(minutes=5)
LATE = timedelta(minutes=2)  # so long after its moment the clock has certainly come by
TELLING = timedelta(minutes=5)  # so long the job may take that tells of it, with its first tries
PASSING = timedelta(minutes=15)  # so long a handover may take until what it passes on counts as nobody's
MOST = 1000  # breaches that are counted; more are as bad
LOOKED_AT = 20_000  # stays, the last ones that fell due, of which is asked who was told
RIGHTS = frozenset({"blueprint.release", "org.manage"})
KEYS = ("owners", "told", "due", "chain")

_OWNERLESS = text(
    "SELECT count(*) FROM"
    " (SELECT 1 FROM process_journey WHERE outcome IS NULL AND owner_pos = ANY(:gone) LIMIT :most) t"
)
_PASSING = text("SELECT owner_id FROM handover_handover WHERE state = 'going' AND made_at > :since")
_UNTOLD = text(
    "WITH late AS (SELECT s.id, s.journey_id, j.owner_id FROM process_stay s"
    " JOIN process_journey j ON j.id = s.journey_id AND j.stage_seq = s.seq AND j.outcome IS NULL"
    " WHERE s.left_at IS NULL AND s.overdue_at IS NOT NULL AND s.overdue_at < :before"
    " ORDER BY s.overdue_at DESC LIMIT :looked_at)"
    " SELECT late.id FROM late WHERE (SELECT count(*) FROM notices_notice n WHERE n.journey_id = late.journey_id"
    " AND n.cause = 'stay:' || late.id || ':' || 'due') < CASE WHEN late.owner_id = ANY(:nobody) THEN 0"
    " WHEN late.owner_id = ANY(:alone) THEN 1 ELSE 2 END"
    " LIMIT :most"
)
_GRACE = "left_at IS NULL AND (grace_until IS NULL OR grace_until <= :late)"
_DUE: Mapping[str, str] = {
    "stay_warn": f"process_stay WHERE warn_at <= :late AND warned_at IS NULL AND {_GRACE}",
    "stay_due": f"process_stay WHERE due_at <= :late AND overdue_at IS NULL AND {_GRACE}",
    "stay_escalate": f"process_stay WHERE escalate_at <= :late AND escalated_at IS NULL AND {_GRACE}",
    "follow_up": "process_journey WHERE quiet_due_at <= :late AND quiet_told_at IS NULL AND outcome IS NULL",
    "task": "activity_task WHERE due_at <= :late AND done_at IS NULL AND overdue_at IS NULL",
    "timer": "rules_timer WHERE due_at <= :late",
    "run": "rules_run WHERE next_at IS NOT NULL AND next_at <= :late",
    "round": "rules_round WHERE next_at <= :late AND after IS NULL",
    "call": "rules_call WHERE state = 'waiting' AND next_at <= :late",
    "letter": "notices_parcel WHERE status IN ('waiting', 'sending') AND next_at <= :late",
    "climb": "notices_climb WHERE step >= 0 AND due_at <= :late",
}
OVERDUE = text(
    " UNION ALL ".join(
        f"SELECT '{key}', count(*) FROM (SELECT 1 FROM {where} LIMIT :most) t_{key}"  # noqa: S608 - names of ours
        for key, where in _DUE.items()
    )
)


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What was found: how many breaches of each, the kinds of what is due, and which alerts stand."""

    at: str
    counts: dict[str, int]
    due: dict[str, int] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)  # the causes of the alerts, by what they tell of


def last(data: Path, workspace: str) -> Looked | None:
    """What was found last; None before the first time."""
    try:
        return Looked(**json.loads(_file(data, workspace).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def watch(engine: Engine, data: Path, workspace: str, *, now: datetime) -> Looked | None:
    """Look, tell, and remember what was found; None where it is not time yet."""
    before = last(data, workspace)
    if before is not None and timedelta(0) <= now - datetime.fromisoformat(before.at) < EVERY:
        return None
    audited = auditing.last(data, workspace)
    with db.transaction(engine, workspace=workspace, sight=db.EVERYTHING, timeout_ms=60_000) as session:
        found = look(session, chain=audited.faults if audited else 0, now=now)
        found = tell(session, found, before.told if before else {}, now=now)
    keep(data, workspace, found)
    return found


def look(session: Session, *, chain: int, now: datetime) -> Looked:
    """How many breaches there are of each; `chain` are the faults that the last verification of the ledger found."""
    due = {str(key): int(count) for key, count in session.execute(OVERDUE, {"late": now - LATE, "most": MOST}) if count}
    counts = {
        "owners": ownerless(session, now=now),
        "told": len(untold(session, now=now, limit=MOST)),
        "due": sum(due.values()),
        "chain": chain,
    }
    return Looked(at=now.isoformat(), counts=counts, due=due)


def ownerless(session: Session, *, now: datetime) -> int:
    """How many open journeys belong to somebody who has left and does not hand over just now.

    What lies in a pool belongs to nobody for all to see, and is claimed from there.
    """
    passing = set(session.scalars(_PASSING, {"since": now - PASSING}))
    left = [one for one in org.colleagues(session).values() if not one.active and not one.stands_in]
    gone = [one.pos for one in left if one.id not in passing]
    return int(session.scalar(_OWNERLESS, {"gone": gone, "most": MOST}) or 0) if gone else 0


def untold(session: Session, *, now: datetime, limit: int) -> Sequence[int]:
    """Stays that are overdue and of which not both were told: the owner, and the manager where there is one.

    What lies in a pool is late for nobody.
    """
    lines = org.leading(session, now)
    asked = {
        "before": now - TELLING,
        "nobody": [number for number, one in lines.people.items() if one.stands_in],
        "alone": [number for number in lines.people if lines.manager(number) in {None, number}],
        "looked_at": LOOKED_AT,
        "most": limit,
    }
    return session.scalars(_UNTOLD, asked).all()


def tell(session: Session, found: Looked, standing: Mapping[str, list[str]], *, now: datetime) -> Looked:
    """Tell who configures or administers of each breach once a day; what is mended leaves their inboxes."""
    able = {role.key for role in org.roles(session).values() if RIGHTS & set(role.rights)}
    people = [one.id for one in org.colleagues(session).values() if one.active and one.role_key in able]
    told: dict[str, list[str]] = {}
    for key in KEYS:
        if not found.counts.get(key):
            for cause in standing.get(key, ()):
                for person_id in people:
                    notices.settle_cause(session, cause, person_id=person_id, now=now)
            continue
        cause = f"invariant:{key}:{now:%Y-%m-%d}"
        facts = {"what": BROKEN[key].model_dump(), "count": found.counts[key], "to": "configurer"}
        notices.tell_all(
            session,
            [
                {"person_id": one, "cause": cause, "kind": "invariant.broken", "level": "escalate", "facts": facts}
                for one in people
            ],
            now=now,
        )
        told[key] = [*(one for one in standing.get(key, ()) if one != cause), cause]
    return Looked(at=found.at, counts=found.counts, due=found.due, told=told)


def keep(data: Path, workspace: str, found: Looked) -> None:
    """Remember what was found."""
    path = _file(data, workspace)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(asdict(found), ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def _file(data: Path, workspace: str) -> Path:
    return data / "invariants" / f"{workspace}.json"


BROKEN: Mapping[str, Words] = {
    "owners": Words(zh="有进行中的单子没有在职的负责人", en="Open journeys have no owner who works here"),
    "told": Words(
        zh="有超时的单子没有通知到负责人和主管", en="Overdue journeys of which owner and manager were not told"
    ),
    "due": Words(zh="有到期的事过了 2 分钟还没有处理", en="Things due for more than two minutes were not dealt with"),
    "chain": Words(zh="留痕核对没有通过", en="The ledger did not verify"),
}
HOLDS: Mapping[str, Words] = {
    "owners": Words(zh="进行中的单子都有在职的负责人。", en="Every open journey has an owner who works here."),
    "told": Words(zh="超时的单子都通知到了负责人和主管。", en="Owner and manager were told of everything overdue."),
    "due": Words(zh="到期的事都在 2 分钟内处理了。", en="Everything due was dealt with within two minutes."),
    "chain": Words(zh="留痕完整。", en="The ledger is whole."),
}
MEND: Mapping[str, Words] = {
    "owners": Words(
        zh="打开“交接”，把离职同事名下的单子交给在职的人。",
        en="Open “Handover” and give what who left still owns to others.",
    ),
    "told": Words(
        zh="打开“救援台”，在“卡住的单子”里点“再试一次”，会立即补发提醒。",
        en="Open the rescue desk and press “Try again” beside the stuck journeys: they are told at once.",
    ),
    "due": Words(
        zh="看下面“出过的问题”里例行检查的原因；后台没有工作就重启服务。",
        en="See below why the check of every minute fails; where nobody works in the background, restart the server.",
    ),
    "chain": Words(zh="不要改动数据，运行 bihuan verify。", en="Change nothing; run bihuan verify."),
}
