"""Questions about what rules have heard and done, wait for, have gone through, and have to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel import db
from bihuan.kernel.db import EVERYTHING
from bihuan.kernel.prepared import Prepared
from bihuan.kernel.refusals import NotFound
from bihuan.ledger import queries as ledger
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.org import queries as org
from bihuan.org.definition import ACTIONS, RIGHTS
from bihuan.org.viewer import Access, Scope, Viewer
from bihuan.process.models import Journey
from bihuan.records.record import subject
from bihuan.rules import listening
from bihuan.rules.listening import Listening, Place
from bihuan.rules.models import Call, GradingPass, Heard, Round, Run, Secret, Timer, Turn


def passes(session: Session) -> Sequence[GradingPass]:
    """How far each grading is, held until the transaction ends; those that somebody else goes on with are left out."""
    return session.scalars(select(GradingPass).order_by(GradingPass.id).with_for_update(skip_locked=True)).all()


def known_passes(session: Session) -> set[str]:
    """The gradings that were begun."""
    return set(session.scalars(select(GradingPass.key)))


def pointed_at(session: Session, object_key: str, record_id: int, field_key: str, *, moved: bool) -> set[int]:
    """What a record points at by a field, also when it is deleted; `moved`, also what it pointed at before."""
    table = tables.table(session, object_key)
    kept: dict[str, Prepared] = table.info.setdefault("pointing", {})
    if field_key not in kept:
        kept[field_key] = Prepared(select(table.c[field_key]).where(table.c.id == bindparam("record_id")))
    found = {row[0] for row in kept[field_key].rows(session, record_id=record_id)}
    if moved:
        for line in ledger.timeline(session, subject(object_key, record_id), limit=1):
            found |= {one.get("from") for one in line.payload.get("changes", ()) if one.get("field") == field_key}
    return {one for one in found if isinstance(one, int)}


def places(session: Session) -> frozenset[Place]:
    """All that any rule listens to that lives now, for everybody or in a pilot: nothing else need be written down."""
    living = blueprint.living(session)
    if living is None:
        return frozenset()
    found = listened(session, living.live).places
    return found if living.trial is None else found | listened(session, living.trial.version_id).places


def listened(session: Session, version_id: int) -> Listening:
    """The rules of a version, ready to listen; read once."""
    return blueprint.part(session, version_id, listening.listening)


def called(session: Session, viewer: Viewer, key: str) -> str:
    """What a rule is called, for this reader; one that is gone, as it was called when it last ran."""
    found = listened(session, blueprint.current(session).id).rules.get(key)
    if found is None:
        with db.beyond_sight(session):  # which version it was of is nobody's secret
            last = session.scalar(select(Run.version_id).where(Run.rule_key == key).order_by(Run.at.desc()).limit(1))
        found = listened(session, last).rules.get(key) if last is not None else None
    return found.label.say(viewer.lang) if found is not None else key


def claimed(session: Session, *, limit: int) -> Sequence[Heard]:
    """The next events that wait to be met, in their order, held; those that another worker holds are left to it."""
    return session.scalars(select(Heard).order_by(Heard.id).limit(limit).with_for_update(skip_locked=True)).all()


def runs_since(session: Session, rule_key: str, since: datetime, *, most: int) -> int:
    """How often a rule has done something since then; `most` when it was at least so often."""
    asked = select(Run.id).where(Run.rule_key == rule_key, Run.at > since, Run.state != "held").limit(most)
    return session.scalar(select(func.count()).select_from(asked.subquery())) or 0


def run(session: Session, run_id: int, *, held: bool = False) -> Run:
    """One run, as far as this transaction sees; `held` until it ends."""
    found = session.get(Run, run_id, with_for_update=held)
    if found is None:
        raise NotFound
    return found


TROUBLE = ("failed", "held", "stopped")


def troubled(session: Session, *, limit: int, state: str = "", rule_key: str = "") -> Sequence[Run]:
    """Runs that wait for somebody to decide, as far as this transaction sees, the latest first."""
    asked = select(Run).where(Run.state.in_(TROUBLE)).order_by(Run.at.desc(), Run.id.desc()).limit(limit)
    if state:
        asked = asked.where(Run.state == state)
    return session.scalars(asked.where(Run.rule_key == rule_key) if rule_key else asked).all()


def troubled_count(session: Session) -> int:
    """How many of them there are."""
    return session.scalar(select(func.count()).where(Run.state.in_(TROUBLE))) or 0


def dead_calls(session: Session, *, limit: int, rule_key: str = "") -> Sequence[Call]:
    """Calls that were given up, as far as this transaction sees, the latest first."""
    asked = select(Call).where(Call.state == "dead").order_by(Call.id.desc()).limit(limit)
    return session.scalars(asked.where(Call.rule_key == rule_key) if rule_key else asked).all()


def dead_count(session: Session) -> int:
    """How many of them there are."""
    return session.scalar(select(func.count()).where(Call.state == "dead")) or 0


def due_runs(session: Session, *, now: datetime, limit: int) -> Sequence[Run]:
    """Failed runs whose time has come to be tried again, held."""
    asked = select(Run).where(Run.next_at <= now).order_by(Run.next_at, Run.id).limit(limit)
    return session.scalars(asked.with_for_update(skip_locked=True)).all()


def due_timers(session: Session, *, now: datetime, limit: int) -> Sequence[Timer]:
    """Timers whose time has come, held; the longest waiting first."""
    asked = select(Timer).where(Timer.due_at <= now).order_by(Timer.due_at, Timer.id).limit(limit)
    return session.scalars(asked.with_for_update(skip_locked=True)).all()


def timers(session: Session, *, after: int, limit: int) -> Sequence[Timer]:
    """All timers in the order of their numbers, held; from behind `after` on."""
    asked = select(Timer).where(Timer.id > after).order_by(Timer.id).limit(limit)
    return session.scalars(asked.with_for_update(skip_locked=True)).all()


def turn(session: Session, key: str) -> Turn | None:
    """Whose turn it was last, held, so that two who share out at once don't meet."""
    return session.scalar(select(Turn).where(Turn.key == key).with_for_update())


def last_turn(session: Session, key: str) -> int | None:
    """Whose turn it was last, only looked at."""
    return session.scalar(select(Turn.person_id).where(Turn.key == key))


def rounds(session: Session) -> Sequence[Round]:
    """The rules that the clock sets off, held; those that another worker goes through are left to it."""
    return session.scalars(select(Round).order_by(Round.id).with_for_update(skip_locked=True)).all()


def known_rounds(session: Session) -> set[str]:
    """The rules with a round."""
    return set(session.scalars(select(Round.key)))


def next_records(session: Session, object_key: str, *, after: int, limit: int) -> list[int]:
    """The next records of an object, whoever owns them."""
    table = tables.table(session, objects.object_def(session, object_key).key)
    asked = select(table.c.id).where(table.c.id > after, table.c.deleted_at.is_(None)).order_by(table.c.id)
    return list(session.scalars(asked.limit(limit)))


def load(session: Session) -> dict[int, int]:
    """How many open journeys each person has."""
    asked = select(Journey.owner_id, func.count()).where(Journey.outcome.is_(None)).group_by(Journey.owner_id)
    return dict(iter(session.execute(asked)))


def due_calls(session: Session, *, now: datetime, limit: int) -> Sequence[Call]:
    """Calls whose time has come, held; the longest waiting first."""
    asked = select(Call).where(Call.state == "waiting", Call.next_at <= now).order_by(Call.next_at, Call.id)
    return session.scalars(asked.limit(limit).with_for_update(skip_locked=True)).all()


def call(session: Session, call_id: int) -> Call:
    """One call, held until this transaction ends."""
    found = session.get(Call, call_id, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def secret(session: Session, key: str) -> Secret | None:
    """The secret of this name, sealed; None where there is none."""
    return session.scalar(select(Secret).where(Secret.key == key))


def known_secret(session: Session, key: str) -> Secret:
    """The same. NotFound where there is none."""
    found = secret(session, key)
    if found is None:
        raise NotFound
    return found


def secrets(session: Session) -> Sequence[Secret]:
    """All secrets, sealed, by name."""
    return session.scalars(select(Secret).order_by(Secret.key)).all()


def author(session: Session, version_id: int) -> Viewer:
    """In whose name the rules of a version act: whoever released it, here or gone, with what their role may do now.

    A version that nobody released, such as a pack's own, acts with all rights.
    """
    by_id = blueprint.version(session, version_id).released_by_id
    if by_id is None:
        everything = {"*": Access(actions=frozenset(ACTIONS))}
        return Viewer(
            person_id=0,
            name="",
            role_key="",
            scope=Scope.ALL,
            sight=EVERYTHING,
            rights=frozenset(RIGHTS),
            objects=everything,
        )
    return org.viewer_under(session, org.person(session, by_id), org.roles(session))


def configurers(session: Session) -> list[int]:
    """Everybody at work who may configure: whom trouble with rules is told."""
    able = {role.key for role in org.roles(session).values() if "blueprint.release" in role.rights}
    return [one.id for one in org.colleagues(session).values() if one.active and one.role_key in able]
