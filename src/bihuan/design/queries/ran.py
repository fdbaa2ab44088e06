"""What the rules that live have done: their runs, as far as somebody sees, and what became of what they did."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from bihuan.activity.models import Task
from bihuan.blueprint import queries as blueprint
from bihuan.design.queries import telling
from bihuan.kernel.refusals import NotFound
from bihuan.objects import definition as object_parts
from bihuan.objects import queries as objects
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.viewer import Viewer
from bihuan.rules import queries as rules
from bihuan.rules.definition import RuleDef
from bihuan.rules.models import Call, Run, Timer

COUNTED = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which runs are asked for: of one state or one record alone, from behind one on."""

    state: str = ""
    record_id: int | None = None
    before: int | None = None
    limit: int = 50


def living_rule(session: Session, viewer: Viewer, key: str) -> tuple[int, RuleDef] | None:
    """The rule of this key as it is for this viewer, and of which version; None where it is no more."""
    version_id = org.version_of(session, viewer.person_id)
    found = rules.listened(session, version_id).rules.get(key)
    return None if found is None else (version_id, found)


def object_of(session: Session, viewer: Viewer, key: str) -> str:
    """Whose records a rule is about, that lives or once ran. NotFound for one that nobody heard of."""
    living = living_rule(session, viewer, key)
    if living is not None:
        return living[1].object
    seen = select(Run.object_key).where(Run.rule_key == key, *org.seeing(viewer, Run.owner_pos))
    found = session.scalar(seen.order_by(Run.at.desc()).limit(1))
    if found is None:
        raise NotFound
    return found


def rule_of_run(session: Session, run: Run) -> RuleDef | None:
    """The rule as it was when it ran."""
    return named_rule(session, run.version_id, run.rule_key)


def named_rule(session: Session, version_id: int, key: str) -> RuleDef | None:
    """A rule as a version has it."""
    return rules.listened(session, version_id).rules.get(key)


def runs(session: Session, viewer: Viewer, key: str, asked: Asked) -> Sequence[Run]:
    """The runs of a rule about records in the viewer's range, the latest first."""
    found = select(Run).where(Run.rule_key == key, *org.seeing(viewer, Run.owner_pos))
    if asked.state:
        found = found.where(Run.state == asked.state)
    if asked.record_id is not None:
        found = found.where(Run.record_id == asked.record_id)
    if asked.before is not None:
        last = select(Run.at, Run.id).where(Run.id == asked.before)
        found = found.where(tuple_(Run.at, Run.id) < last.scalar_subquery())
    return session.scalars(found.order_by(Run.at.desc(), Run.id.desc()).limit(asked.limit)).all()


def run_counts(session: Session, viewer: Viewer, key: str, *, now: datetime) -> Mapping[str, int]:
    """How many runs of the last days ended how, of those in the viewer's range."""
    seen = (Run.rule_key == key, Run.at > now - COUNTED, *org.seeing(viewer, Run.owner_pos))
    return dict(iter(session.execute(select(Run.state, func.count()).where(*seen).group_by(Run.state))))


def run_closed(session: Session, viewer: Viewer, run: Run, rule: RuleDef | None) -> bool:
    """Whether why it ran tells of something that is hidden from this viewer."""
    if rule is None or not viewer.may_do(run.object_key, "read"):
        return True
    then: Mapping[str, ObjectDef] = blueprint.part(session, run.version_id, object_parts.read)
    return telling.rule_tells(viewer, rule, objects.objects(session), then)


def tasks_by_cause(session: Session, causes: Collection[str]) -> Mapping[str, Task]:
    """The tasks that were asked for these causes, as far as this transaction sees."""
    found = session.scalars(select(Task).where(Task.cause.in_(causes))) if causes else ()
    return {one.cause: one for one in found}


def calls_by_cause(session: Session, viewer: Viewer, causes: Collection[str]) -> Mapping[str, Call]:
    """What other systems were to be told for these causes."""
    asked = select(Call).where(Call.cause.in_(causes), *org.seeing(viewer, Call.owner_pos))
    return {one.cause: one for one in session.scalars(asked)} if causes else {}


def waits_until(session: Session, key: str, object_key: str, record_id: int) -> datetime | None:
    """Until when a rule lets time pass for a record; None where it does not."""
    asked = select(Timer.due_at).where(Timer.rule_key == key, Timer.object_key == object_key)
    return session.scalar(asked.where(Timer.record_id == record_id))
