"""Questions of whoever carries: what waits for whom, how each wants to be told, and what was carried already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel.refusals import NotFound
from bihuan.notices import definition
from bihuan.notices.definition import NoticesDef
from bihuan.notices.models import Choice, Climb, Notice, Parcel, Pending
from bihuan.notices.timing import Manners, Waiting, tidy
from bihuan.org import queries as org

_CLIMBING = ("due", "escalate")
_LISTED = 100


@dataclass(frozen=True)
class Told:
    """What has to be known of a notice to plan its way up."""

    notice_id: int
    person_id: int
    made_at: datetime
    step: int


def company(session: Session, person_id: int) -> NoticesDef:
    """How the version that applies to this person tells people."""
    try:
        return blueprint.part(session, org.version_of(session, person_id), definition.manners)
    except NotFound:
        return NoticesDef()


def choice(session: Session, person_id: int) -> Choice | None:
    """What one person chose; None where they are told as the company has it."""
    return session.get(Choice, person_id)


def manners(session: Session, person_id: int) -> Manners:
    """How one person is told: the company's ways, with what the person chose."""
    common, own = company(session, person_id), choice(session, person_id)
    chosen = own or Choice(mail=True, popups=True)
    digests = common.digests if chosen.digests is None else tuple(map(str, chosen.digests))
    return Manners(
        digests=tidy(digests),
        quiet_from=chosen.quiet_from or common.quiet_from,
        quiet_until=chosen.quiet_until or common.quiet_until,
        at_once=frozenset(common.at_once if chosen.at_once is None else map(str, chosen.at_once)),
        most_at_once=common.most_at_once,
        gap=timedelta(minutes=common.gap_minutes),
        mail=chosen.mail,
        popups=chosen.popups,
    )


def waiting(session: Session) -> Mapping[int, Waiting]:
    """What waits to be carried, by person."""
    rows = session.execute(
        select(Pending.person_id, func.min(Notice.made_at), func.array_agg(Notice.level.distinct()))
        .join(Notice, Notice.id == Pending.notice_id)
        .group_by(Pending.person_id)
    )
    return {person_id: Waiting(since=since, levels=frozenset(levels)) for person_id, since, levels in rows}


def pending(session: Session, person_id: int) -> Sequence[Notice]:
    """The notices that wait to be carried to one person."""
    return session.scalars(
        select(Notice).join(Pending, Pending.notice_id == Notice.id).where(Pending.person_id == person_id)
    ).all()


def noted_waiting(session: Session) -> bool:
    """Whether anything waits at all: to be carried, to be sent, or to climb."""
    asked = select(
        select(Pending.notice_id).exists()
        | select(Climb.notice_id).exists()
        | select(Parcel.id).where(Parcel.status.in_(("waiting", "sending"))).exists()
    )
    return bool(session.scalar(asked))


def pushes(session: Session, *, since: datetime) -> Mapping[int, Sequence[datetime]]:
    """When each person was interrupted since then, digests aside."""
    found: dict[int, list[datetime]] = {}
    asked = select(Parcel.person_id, Parcel.made_at).where(Parcel.kind == "at_once", Parcel.made_at > since)
    for person_id, made_at in session.execute(asked):
        found.setdefault(person_id, []).append(made_at)
    return found


def folding(session: Session, person_id: int) -> Sequence[Parcel]:
    """What is on its way to one person and nobody is carrying just now; held, so that nobody begins to."""
    return session.scalars(
        select(Parcel)
        .where(Parcel.person_id == person_id, Parcel.status == "waiting")
        .order_by(Parcel.id)
        .with_for_update(skip_locked=True)
    ).all()


def unplanned(session: Session, *, limit: int) -> Sequence[Told]:
    """What waits to be carried and would go further up when nobody answers, and has no time for that yet."""
    step = func.coalesce(Notice.facts["step"].as_integer(), 0)
    rows = session.execute(
        select(Notice.id, Notice.person_id, Notice.made_at, step)
        .join(Pending, Pending.notice_id == Notice.id)
        .outerjoin(Climb, Climb.notice_id == Notice.id)
        .where(Notice.level.in_(_CLIMBING), Notice.journey_id.is_not(None), Climb.notice_id.is_(None))
        .order_by(Notice.id)
        .limit(limit)
    )
    return [Told(*row) for row in rows]


def climbs_due(session: Session, *, now: datetime, limit: int) -> Sequence[tuple[Climb, Notice, bool]]:
    """What nobody answered in time, held; each with whether somebody else took note of the same meanwhile."""
    other = Notice.__table__.alias("other")
    answered = (
        select(other.c.id)
        .where(
            other.c.journey_id == Notice.journey_id,
            other.c.cause == Notice.cause,
            or_(other.c.acknowledged_at.is_not(None), other.c.snoozed_until > now),
        )
        .exists()
    )
    rows = session.execute(
        select(Climb, Notice, answered)
        .join(Notice, Notice.id == Climb.notice_id)
        .where(Climb.due_at <= now, Climb.step >= 0)
        .order_by(Climb.due_at, Climb.notice_id)
        .limit(limit)
        .with_for_update(of=Climb, skip_locked=True)
    )
    return [(climb, notice, bool(so)) for climb, notice, so in rows]


def in_parcel(session: Session, found: Parcel) -> Sequence[Notice]:
    """What in a parcel still waits to be seen."""
    return session.scalars(
        select(Notice).where(
            Notice.id.in_(found.notice_ids), Notice.acknowledged_at.is_(None), Notice.read_at.is_(None)
        )
    ).all()


def parcel(session: Session, parcel_id: int) -> Parcel:
    """One parcel."""
    found = session.get(Parcel, parcel_id)
    if found is None:
        raise NotFound
    return found


def dead(session: Session, parcel_id: int) -> Parcel:
    """One letter that was given up, held. NotFound when there is none, or somebody has decided already."""
    found = session.scalar(select(Parcel).where(Parcel.id == parcel_id, Parcel.status == "dead").with_for_update())
    if found is None:
        raise NotFound
    return found


def letters(session: Session) -> Sequence[Parcel]:
    """The letters that could not be brought and wait for somebody to decide, the latest first."""
    return session.scalars(
        select(Parcel).where(Parcel.status == "dead").order_by(Parcel.id.desc()).limit(_LISTED)
    ).all()


def post_office(session: Session) -> tuple[int, datetime | None, str]:
    """How many letters wait, since when the oldest, and what the mail server said last."""
    count, oldest = session.execute(
        select(func.count(), func.min(Parcel.made_at)).where(Parcel.status.in_(("waiting", "sending")))
    ).one()
    said = session.scalar(
        select(Parcel.error)
        .where(Parcel.status.in_(("waiting", "sending")), Parcel.error != "")
        .order_by(Parcel.id.desc())
        .limit(1)
    )
    return count, oldest, said or ""


def last_sent(session: Session) -> datetime | None:
    """When the last letter went out."""
    return session.scalar(select(func.max(Parcel.ended_at)).where(Parcel.status == "sent"))
