"""What stands on the rescue desk: all that went wrong and waits for somebody, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.app import failed_jobs, invariants
from bihuan.handover import queries as handover
from bihuan.kernel import db
from bihuan.kernel.words import Lang
from bihuan.notices import queries as notices
from bihuan.objects import queries as objects
from bihuan.objects.field_types import Target
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.process import queries as process
from bihuan.records import queries as records
from bihuan.rules import queries
from bihuan.rules.models import Call, Run

Kind = Literal["run", "call", "letter", "job", "stay", "stage", "owner"]
MOST = 200  # of each kind that are listed
UNTOLD = timedelta(days=1)
_STANDING = text(
    "SELECT version_id, process_key, stage_key, count(*) FROM process_journey WHERE outcome IS NULL GROUP BY 1, 2, 3"
)
_STAYS = text(
    "SELECT s.id, s.stage_key, s.due_at, s.process_key, j.object_key, j.record_id, j.owner_id, j.version_id"
    " FROM process_stay s"
    " JOIN process_journey j ON j.id = s.journey_id WHERE s.id = ANY(:ids) ORDER BY s.due_at"
)


class TroubleOut(BaseModel):
    """One thing in trouble. `code` and `facts` say why; `again_at`, when it is tried again by itself.

    What is about a record has a `title` where the viewer sees that record. `acts`: what can be done here.
    """

    kind: Kind
    id: int
    state: str
    what: str
    code: str
    facts: dict[str, Any]
    object: str | None = None
    record_id: int | None = None
    title: str = ""
    rule: str = ""
    at: datetime | None
    tries: int = 0
    again_at: datetime | None = None
    acts: list[Literal["again", "drop"]]


def all_of(session: Session, viewer: Viewer, *, rule: str = "", now: datetime) -> dict[Kind, list[TroubleOut]]:
    """Everything in trouble, by kind, the latest first; of one rule alone when asked for."""
    found: dict[Kind, list[TroubleOut]] = {"run": _runs(session, viewer, rule), "call": _calls(session, viewer, rule)}
    if rule:
        return found
    return found | {
        "letter": _letters(session),
        "job": _jobs(session, viewer.lang),
        "stay": _stays(session, viewer, now=now),
        "stage": _stages(session, viewer),
        "owner": _owners(session, viewer),
    }


def _runs(session: Session, viewer: Viewer, rule: str) -> list[TroubleOut]:
    found = queries.troubled(session, limit=MOST, rule_key=rule)
    titles = _titles(session, viewer, found)
    return [
        TroubleOut(
            kind="run",
            id=one.id,
            state=one.state,
            what=_rule(session, one.version_id, one.rule_key, viewer.lang),
            code=str((one.trouble or {}).get("code") or f"run_{one.state}"),
            facts=_facts(session, one, viewer.lang),
            rule=one.rule_key,
            object=one.object_key,
            record_id=one.record_id,
            title=titles.get((one.object_key, one.record_id), ""),
            at=one.at,
            tries=one.tries,
            again_at=one.next_at,
            acts=["again", "drop"],
        )
        for one in found
    ]


def _calls(session: Session, viewer: Viewer, rule: str) -> list[TroubleOut]:
    found = queries.dead_calls(session, limit=MOST, rule_key=rule)
    titles = _titles(session, viewer, found)
    version = org.version_of(session, viewer.person_id)
    return [
        TroubleOut(
            kind="call",
            id=one.id,
            state=one.state,
            what=_rule(session, version, one.rule_key, viewer.lang),
            code=_why(one),
            facts={"status": one.status, "said": one.trouble or "", "to": one.url, "secret": one.secret},
            rule=one.rule_key,
            object=one.object_key,
            record_id=one.record_id,
            title=titles.get((one.object_key, one.record_id), ""),
            at=one.at,
            tries=one.tries,
            acts=["again", "drop"],
        )
        for one in found
    ]


def _why(call: Call) -> str:
    said = call.trouble or ""
    if said in {"no_secret", "no mail server"}:
        return "call_" + said.replace(" ", "_")
    if said.startswith("not_outside"):
        return "call_not_outside"
    return "call_status" if call.status is not None else "call_no_answer"


def _letters(session: Session) -> list[TroubleOut]:
    found = notices.letters(session)
    names = org.names(session, [one.person_id for one in found])
    return [
        TroubleOut(
            kind="letter",
            id=one.id,
            state=one.status,
            what=names.get(one.person_id, ""),
            code="letter_undelivered",
            facts={"said": one.error, "count": len(one.notice_ids)},
            at=one.made_at,
            tries=one.tries,
            acts=["again", "drop"],
        )
        for one in found
    ]


def _jobs(session: Session, lang: Lang) -> list[TroubleOut]:
    return [
        TroubleOut(
            kind="job",
            id=one.id,
            state="failed",
            what=one.title.say(lang),
            code="job_failed",
            facts={},
            at=one.failed_at,
            tries=one.tries,
            acts=["again", "drop"],
        )
        for one in failed_jobs.failed(session, limit=MOST)
    ]


def _stays(session: Session, viewer: Viewer, *, now: datetime) -> list[TroubleOut]:
    """Overdue for more than a day, and nobody or not everybody was told; as far as the viewer sees."""
    with db.beyond_sight(session):  # who was told of what is nobody's to see but their own; that one was not told, is
        ids = invariants.untold(session, now=now - UNTOLD, limit=MOST)
    rows = session.execute(_STAYS, {"ids": list(ids)}).all() if ids else []
    wanted: dict[Target, set[int]] = {}
    for row in rows:
        wanted.setdefault(Target(kind="record", object_key=row.object_key), set()).add(row.record_id)
    named = records.names(session, viewer, wanted)
    owners = org.directory(session)
    found = []
    for row in rows:
        title = named[Target(kind="record", object_key=row.object_key)].get(row.record_id)
        found.append(
            TroubleOut(
                kind="stay",
                id=row.id,
                state="overdue",
                what=_stage(session, row.version_id, row.process_key, row.stage_key, viewer.lang),
                code="stay_untold",
                facts={"owner": owners.get(row.owner_id, ""), "due_at": row.due_at.isoformat()},
                object=row.object_key,
                record_id=row.record_id,
                title=title.name if title else "",
                at=row.due_at,
                acts=["again"],
            )
        )
    return found


def _stages(session: Session, viewer: Viewer) -> list[TroubleOut]:
    """Stages in which journeys stand that their own version does not have: nothing leads out of them."""
    found = []
    for version_id, process_key, stage_key, count in session.execute(_STANDING):
        there = process.process_in(session, version_id, process_key)
        if there is None or there.stage(stage_key) is None:
            facts = {"count": count, "process": there.label.say(viewer.lang) if there else process_key}
            found.append(
                TroubleOut(
                    kind="stage",
                    id=version_id,
                    state="stuck",
                    what=stage_key,
                    code="stage_no_way_on",
                    facts=facts,
                    at=None,
                    acts=[],
                )
            )
    return found


def _owners(session: Session, viewer: Viewer) -> list[TroubleOut]:
    return [
        TroubleOut(
            kind="owner",
            id=one.person_id,
            state="left",
            what=one.name,
            code="owner_gone",
            facts={"journeys": one.journeys, "records": one.records},
            at=None,
            acts=[],
        )
        for one in handover.without_owner(session, viewer)
    ]


def _titles(session: Session, viewer: Viewer, found: Sequence[Run | Call]) -> Mapping[tuple[str, int], str]:
    known = objects.objects(session)
    wanted: dict[Target, set[int]] = {}
    for one in found:
        if one.object_key in known:
            wanted.setdefault(Target(kind="record", object_key=one.object_key), set()).add(one.record_id)
    named = records.names(session, viewer, wanted)
    return {
        (target.object_key or "", record_id): one.name
        for target, each in named.items()
        for record_id, one in each.items()
    }


def _rule(session: Session, version_id: int, key: str, lang: Lang) -> str:
    found = queries.listened(session, version_id).rules.get(key)
    return found.label.say(lang) if found else key


def _facts(session: Session, run: Run, lang: Lang) -> dict[str, Any]:
    facts = dict((run.trouble or {}).get("facts") or {})
    if (run.trouble or {}).get("code") == "unforeseen":
        facts["said"] = (run.trouble or {}).get("message", "")
    if isinstance(facts.get("rules"), list):
        facts["rules"] = [_rule(session, run.version_id, str(key), lang) for key in facts["rules"]]
    return facts


def _stage(session: Session, version_id: int, process_key: str, stage_key: str, lang: Lang) -> str:
    there = process.process_in(session, version_id, process_key)
    stage = there.stage(stage_key) if there else None
    return stage.label.say(lang) if stage else stage_key
