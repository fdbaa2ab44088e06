"""How a story comes into the books: its alarms, its record, its journey, its stays, and the whole of its chain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bench.parts import Stopover, Talk
from bench.story import Story
from bihuan.kernel.calendar import Limit
from bihuan.records.record import subject

TICK = timedelta(seconds=40)  # the clock looks once a minute
RECENT = timedelta(days=30)  # older notices have been taken note of, and were cleared away
CONTACTS = ("call", "wechat", "visit", "factory_visit", "demo", "mail")
_KINDS = {"warn": "stage.nearly_due", "due": "stage.overdue", "escalate": "stage.escalated"}


def write(story: Story) -> None:
    """All that a story left behind, but for the rows it wrote while it went on."""
    told_levels = [_alarms(story, stay) for stay in story.stays]
    quiet = _quiet(story)
    _errands(story)
    _record(story)
    _journey(story, *quiet)
    for stay, told in zip(story.stays, told_levels, strict=True):
        _stay(story, stay, told)
    story.plan.chains.write(subject("opportunity", story.id), story.owner, story.told)


def _alarms(story: Story, stay: Stopover) -> list[datetime | None]:
    """When each level was told, if it was; a stay that ended before is left in peace."""
    now, levels = story.plan.size.now, list[datetime | None]()
    limits = (stay.limits.warn_at, stay.limits.due_at, stay.limits.escalate_at)
    for level, moment in zip(_KINDS, limits, strict=True):
        told = moment + TICK if moment is not None else None
        if moment is None or told is None or told > now or (stay.left is not None and told > stay.left):
            levels.append(None)
            continue
        facts = {**story.plan.at(stay.stage), "stay": stay.id}
        story.note(told, _KINDS[level], None, facts | {"due_at": moment.isoformat()})
        if stay.left is None and told > now - RECENT:
            _notices(story, stay, level, told)
        levels.append(told)
    return levels


def _notices(story: Story, stay: Stopover, level: str, at: datetime) -> None:
    facts = _facts(story, at) | {
        "entered_at": stay.entered.isoformat(),
        "due_at": stay.limits.due_at.isoformat() if stay.limits.due_at else "",
        "stayed": int((at - stay.entered).total_seconds() // 60),
        "stage": story.plan.labels[stay.stage.key],
    }
    if stay.stage.limit is not None:
        facts["limit"] = _said(stay.stage.limit)
    people = {story.rep.id: "owner", story.rep.manager: "manager"}
    if level == "escalate":
        people[story.rep.leader] = "leader"
    first = stay.id * 16 + 4 * list(_KINDS).index(level)
    for number, (person, why) in enumerate(people.items(), start=first):
        cause = f"stay:{stay.id}:{level}"
        _notice(story, number, person, at, (cause, _KINDS[level], level, facts | {"to": why}))


def _notice(story: Story, number: int, person: int, at: datetime, news: tuple[object, ...]) -> None:
    row = (number, person, *news, "opportunity", story.id, story.journey, at, None, None, None)
    story.put("notices_notice", at, row)


def _facts(story: Story, at: datetime) -> dict[str, object]:
    last = sorted((one for one in story.talks if one.at < at), key=lambda one: one.at, reverse=True)[:3]
    return {
        "title": story.title,
        "owner": story.rep.name,
        "contacts": [
            {
                "kind": story.plan.kinds[one.kind],
                "summary": one.said,
                "at": one.at.isoformat(),
                "by": story.rep.name,
            }
            for one in last
        ],
    }


def _said(limit: Limit) -> dict[str, str]:
    return {"zh": limit.words("zh"), "en": limit.words("en")}


def _quiet(story: Story) -> tuple[datetime | None, datetime | None]:
    """Each time nobody was in touch for too long; when the next time is due, and whether it was told already."""
    limit = story.plan.process.follow_up
    assert limit is not None, "the pack watches its follow-ups"
    until = story.closed[0] if story.closed else story.plan.size.now
    due, told = story.plan.face.quiet(limit, story.stays[0].entered), None
    for again in (*_contacts(story), None):
        ends = again.at if again else until
        if told is None and due + TICK < min(ends, until):
            told = due + TICK
            story.note(told, "follow_up.missed", None, {"due_at": due.isoformat()})
        if again is not None and again.at <= until:
            due, told = story.plan.face.quiet(limit, again.at), None
    if story.closed is None and told is not None and told > story.plan.size.now - RECENT:
        _missed(story, due, told, limit)
    return (None if story.closed else due), told


def _contacts(story: Story) -> Iterator[Talk]:
    return (one for one in sorted(story.talks, key=lambda one: one.at) if one.kind in CONTACTS)


def _missed(story: Story, due: datetime, told: datetime, limit: Limit) -> None:
    here = story.stays[-1]
    facts = _facts(story, told) | {
        "stage": story.plan.labels[here.stage.key],
        "due_at": due.isoformat(),
        "limit": _said(limit),
    }
    cause = f"follow_up:{story.journey}:{due.isoformat()}"
    for number, (person, why) in enumerate(((story.rep.id, "owner"), (story.rep.manager, "manager"))):
        news = (cause, "follow_up.missed", "due", facts | {"to": why})
        _notice(story, here.id * 16 + 12 + number, person, told, news)


def _errands(story: Story) -> None:
    """Whoever meant to be in touch need not, once somebody was."""
    contacts = list(_contacts(story))
    for number, one in enumerate(story.errands, start=story.number * 32 + 1):
        if one.kind == "follow_up":
            later = next((talk.at for talk in contacts if talk.at > one.made), None)
            if later is not None and (one.done is None or later < one.done):
                one.done = later
        row = (
            *(number, one.person, one.kind, one.title, "opportunity", story.id, story.journey, one.deliverable),
            *(one.due, one.made, one.done, one.cause),
        )
        story.put("activity_task", one.made, row)


def _record(story: Story) -> None:
    began = story.stays[0].entered
    dates = (began, max(began, story.changed))
    row = story.plan.opportunity.row(story.id, story.owner, story.values, dates=dates, revision=story.revision)
    story.put(story.plan.opportunity.table, began, tuple(row))


def _journey(story: Story, quiet_due: datetime | None, quiet_told: datetime | None) -> None:
    began, here = story.stays[0].entered, story.stays[-1]
    closed, outcome, reason = story.closed or (None, None, None)
    revision = 1 + 2 * len(story.stays) + (closed is not None)
    row: tuple[object, ...] = (
        *(story.journey, "opportunity", story.id, story.plan.process.key, story.plan.version_id),
        *(here.stage.key, here.seq, outcome, reason, began, closed, story.owner.id, story.owner.pos),
        *(None if closed else here.limits.due_at, here.entered, quiet_due, quiet_told, [], None, revision),
    )
    story.put("process_journey", began, row)


def _stay(story: Story, stay: Stopover, told: list[datetime | None]) -> None:
    limits = stay.limits
    row: tuple[object, ...] = (
        *(stay.id, story.journey, stay.seq, story.plan.process.key, stay.stage.key, story.rep.id),
        *(story.owner.id, story.owner.pos, stay.entered, stay.left, stay.how),
        *(limits.warn_at, limits.due_at, limits.escalate_at, *told, None, False),
    )
    story.put("process_stay", stay.entered, row)
    ends = [since for _, _, since in stay.holds[1:]]
    for number, ((holder, cause, since), until) in enumerate(zip(stay.holds, [*ends, stay.left], strict=True)):
        held = (holder, cause, since, until, story.owner.id, story.owner.pos)
        story.put("process_hold", since, (stay.id * 6 + number, stay.id, story.journey, *held))
