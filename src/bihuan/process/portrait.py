"""From a journey's story to the shape its page shows. Pure: what was read goes in, what is shown comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.kernel import calendar
from bihuan.kernel.calendar import Calendar
from bihuan.kernel.words import Lang, Words
from bihuan.process import shapes, way, wording
from bihuan.process.definition import Deliverable, Process, Stage
from bihuan.process.gates import Verdict
from bihuan.process.policy import Can
from bihuan.process.queries.story import Story, ToldStay, ToldThing


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a portrait needs besides the story."""

    title: str
    process: Process
    version: int
    verdict: Verdict
    next: Stage | None
    working: Calendar
    can: Can
    reviewable: frozenset[int]
    labels: Mapping[str, Words]
    lang: Lang
    now: datetime


def level(stay: ToldStay, *, now: datetime) -> str:
    """How a stay stands: ok, warn or red while it lasts; done_ok or done_late when it is over."""
    if stay.left_at is not None:
        return "done_late" if stay.due_at is not None and stay.left_at > stay.due_at else "done_ok"
    if stay.due_at is not None and now > stay.due_at:
        return "red"
    return "warn" if stay.warn_at is not None and now > stay.warn_at else "ok"


def journey(story: Story, frame: Frame) -> shapes.JourneyOut:
    """The whole page of one journey."""
    found, process = story.journey, frame.process
    reached = frame.next.label if frame.next else process.won
    return shapes.JourneyOut(
        id=found.id,
        process=process.key,
        process_label=process.label.say(frame.lang),
        version=frame.version,
        object=found.object_key,
        record_id=found.record_id,
        title=frame.title,
        stage=found.stage_key,
        stage_label=_label(process, found.stage_key, frame.lang),
        outcome=found.outcome,
        reason=found.reason,
        owner=_person(story, found.owner_id),
        started_at=found.started_at,
        closed_at=found.closed_at,
        revision=found.revision,
        quiet_due_at=found.quiet_due_at,
        stays=[_stay(stay, story, frame) for stay in story.stays],
        gate=shapes.GateOut(
            open=frame.verdict.open,
            items=[wording.item(item, frame.lang) for item in frame.verdict.items],
        ),
        deliverables=[_handed_in(thing, story, frame) for thing in story.handed_in],
        confirmations=story.confirmations,
        exceptions=[
            shapes.ExceptionOut(
                id=one.id,
                stage=one.stage_key,
                stage_label=_label(process, one.stage_key, frame.lang),
                reason=one.reason,
                missing=one.missing,
                by=_person(story, one.by_id),
                at=one.at,
            )
            for one in story.passages
        ],
        debts=[_debt(debt, frame) for debt in found.debts],
        next=None
        if found.outcome
        else shapes.Named(key=frame.next.key if frame.next else "won", label=reached.say(frame.lang)),
        back=[_named(stage, frame.lang) for stage in way.back(process, found.stage_key)],
        reasons=reasons(process, frame.lang),
        can=shapes.CanOut(
            advance=frame.can.advance,
            go_back=frame.can.go_back,
            close=frame.can.close,
            hand_in=frame.can.hand_in,
            make_exception=frame.can.make_exception,
        ),
    )


def process(found: Process, labels: Mapping[str, Words], lang: Lang) -> shapes.ProcessOut:
    """A process as people read it."""
    return shapes.ProcessOut(
        key=found.key,
        label=found.label.say(lang),
        object=found.object,
        amount=found.amount,
        stages=[_described(stage, labels, lang) for stage in found.stages],
        outcomes=[
            shapes.Named(key="won", label=found.won.say(lang)),
            shapes.Named(key="lost", label=found.lost.say(lang)),
        ],
        reasons=reasons(found, lang),
    )


def reasons(found: Process, lang: Lang) -> dict[str, list[shapes.Named]]:
    """The reasons one may give, for losing and for going back."""
    return {
        "lost": [shapes.Named(key=one.key, label=one.label.say(lang)) for one in found.lost_reasons],
        "back": [shapes.Named(key=one.key, label=one.label.say(lang)) for one in found.back_reasons],
    }


def _described(stage: Stage, labels: Mapping[str, Words], lang: Lang) -> shapes.StageOut:
    gate = stage.gate
    return shapes.StageOut(
        key=stage.key,
        label=stage.label.say(lang),
        conditional=stage.when is not None,
        limit=stage.limit.words(lang) if stage.limit else None,
        script=stage.script.say(lang) if stage.script else None,
        checklist=[line.say(lang) for line in stage.checklist],
        reference=stage.reference.say(lang) if stage.reference else None,
        fields=[shapes.Named(key=key, label=labels[key].say(lang) if key in labels else key) for key in gate.fields],
        deliverables=[_deliverable(thing, lang) for thing in gate.deliverables],
        checks=[shapes.Named(key=check.key, label=check.label.say(lang)) for check in gate.checks],
        back_to=list(stage.back_to),
    )


def _deliverable(thing: Deliverable, lang: Lang) -> shapes.DeliverableOut:
    return shapes.DeliverableOut(
        key=thing.key,
        label=thing.label.say(lang),
        kind=thing.kind,
        count=thing.count,
        types=list(thing.types),
        min_length=thing.min_length,
        fields=list(thing.fields),
        object=thing.object,
        of=thing.of,
        activity_kinds=list(thing.activity_kinds),
        approval=thing.approval,
        review=thing.review,
        sample=thing.sample.name if thing.sample else None,
        help=thing.help.say(lang) if thing.help else None,
    )


def _stay(stay: ToldStay, story: Story, frame: Frame) -> shapes.StayOut:
    until = stay.left_at or frame.now
    stage = frame.process.stage(stay.stage_key)
    return shapes.StayOut(
        id=stay.id,
        stage=stay.stage_key,
        stage_label=_label(frame.process, stay.stage_key, frame.lang),
        person=_person(story, stay.person_id),
        entered_at=stay.entered_at,
        left_at=stay.left_at,
        left_how=stay.left_how,
        warn_at=stay.warn_at,
        due_at=stay.due_at,
        escalate_at=stay.escalate_at,
        level=level(stay, now=frame.now),
        limit=stage.limit.words(frame.lang) if stage and stage.limit else None,
        minutes=max(int((until - stay.entered_at).total_seconds() // 60), 0),
        working_minutes=calendar.working_minutes(frame.working, stay.entered_at, max(until, stay.entered_at)),
        opening=stay.opening,
        holds=[
            shapes.HoldOut(holder=hold.holder, cause=hold.cause, since=hold.since, until=hold.until)
            for hold in story.holds.get(stay.id, ())
        ],
    )


def _handed_in(thing: ToldThing, story: Story, frame: Frame) -> shapes.HandedInOut:
    asked = frame.process.deliverable(thing.key)
    return shapes.HandedInOut(
        id=thing.id,
        stage=thing.stage_key,
        key=thing.key,
        label=asked[1].label.say(frame.lang) if asked else thing.key,
        kind=thing.kind,
        status=thing.status,
        text=thing.text,
        file=thing.file,
        answers=thing.answers,
        by=_person(story, thing.by_id),
        at=thing.at,
        late=thing.late,
        reviewer=_person(story, thing.reviewer_id) if thing.reviewer_id else None,
        reviewed_by=_person(story, thing.reviewed_by_id) if thing.reviewed_by_id else None,
        reviewed_at=thing.reviewed_at,
        review_reason=thing.review_reason,
        can_review=thing.id in frame.reviewable,
    )


def _debt(debt: Mapping[str, str], frame: Frame) -> shapes.DebtOut:
    asked = frame.process.deliverable(debt["key"])
    words = asked[1].label if asked else frame.labels.get(debt["key"])
    return shapes.DebtOut(
        stage=debt["stage"],
        stage_label=_label(frame.process, debt["stage"], frame.lang),
        kind=debt["kind"],
        key=debt["key"],
        label=words.say(frame.lang) if words else debt["key"],
    )


def _label(found: Process, key: str, lang: Lang) -> str:
    stage = found.stage(key)
    return stage.label.say(lang) if stage else key


def _named(stage: Stage, lang: Lang) -> shapes.Named:
    return shapes.Named(key=stage.key, label=stage.label.say(lang))


def _person(story: Story, person_id: int) -> shapes.PersonOut:
    return shapes.PersonOut(id=person_id, name=story.names.get(person_id, "—"))
