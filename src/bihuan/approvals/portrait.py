"""From a request to the card its viewer reads. Pure: what was read goes in, what is shown comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.approvals import narration, policy, shapes, who
from bihuan.approvals.definition import ApprovalDef, Step
from bihuan.approvals.models import Act, Request, SeatRow
from bihuan.approvals.queries import Case
from bihuan.kernel import conditions
from bihuan.kernel.words import Lang, Words
from bihuan.org.viewer import Viewer
from bihuan.records.models import File

Names = Mapping[int, str]
_HOW: Mapping[str, Words] = {
    "person": Words(zh="指定的人", en="named"),
    "role": Words(zh="按角色", en="by role"),
    "skill": Words(zh="按技能", en="by skill"),
    "manager": Words(zh="上级主管", en="leader"),
    "team": Words(zh="团队负责人", en="manager of the team"),
    "substitute": Words(zh="请假代理", en="substitute"),
    "own": Words(zh="不能审自己的单，往上一级", en="one's own request: one further up"),
    "away": Words(zh="请假没人代理，往上一级", en="away without a substitute: one further up"),
    "gone": Words(zh="已离职，往上一级", en="has left: one further up"),
}


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a card needs besides the request: names, what was done, and what the viewer may read."""

    viewer: Viewer
    names: Names
    acts: Sequence[Act]
    files: Sequence[File]
    opened: bool
    readable: frozenset[str]
    sees: bool
    object_label: str
    now: datetime

    @property
    def lang(self) -> Lang:
        """The viewer's language."""
        return self.viewer.lang


def card(there: Case, frame: Frame) -> shapes.ApprovalCard:
    """One approval with everything its viewer may know of it."""
    request, lang = there.request, frame.lang
    can = policy.can(frame.viewer, request, there.flow, there.step)
    return shapes.ApprovalCard(
        id=request.id,
        key=request.key,
        label=there.definition.label.say(lang),
        object=request.object_key,
        object_label=frame.object_label,
        record_id=request.record_id,
        journey_id=request.journey_id,
        title=request.title,
        sees_record=frame.sees,
        state=request.state,
        reason=request.reason,
        asker=person(request.asker_id, frame.names),
        asked_at=request.asked_at,
        turned_at=request.turned_at,
        ended_at=request.ended_at,
        due_at=_due(there, frame.viewer),
        fields=[_field(one, request, lang) for one in request.shown if one["key"] in frame.readable],
        files=[
            shapes.ApprovalFile(id=one.id, name=one.name, type=one.type, size=one.size, opened=frame.opened)
            for one in frame.files
        ],
        steps=[_step(there, place, key, frame) for place, key in enumerate(request.plan)],
        acts=[_act(there, one, frame) for one in frame.acts],
        back_to=_back_to(there, lang) if can.answer else [],
        can=shapes.ApprovalCan(
            answer=can.answer,
            delegate=can.delegate,
            add_signer=can.add_signer,
            withdraw=can.withdraw,
            resubmit=can.resubmit,
            remind=can.remind,
        ),
    )


def foreseen(
    found: ApprovalDef,
    plan: Sequence[str],
    turned: Mapping[str, who.Turned],
    labels: Mapping[str, str],
    names: Names,
    lang: Lang,
) -> list[shapes.ApprovalForeseen]:
    """Who would be asked, in which order, and why; with the steps that these values leave out."""
    return [
        shapes.ApprovalForeseen(
            key=step.key,
            label=step.label.say(lang),
            needed=step.key in plan,
            when=conditions.explain(step.when, labels, lang) if step.when is not None else None,
            mode=step.mode,
            limit=step.limit.words(lang) if step.limit else None,
            people=[
                shapes.ApprovalAskedPerson(
                    person=person(one.person, names),
                    why=way([{"person": hop.person, "how": hop.how} for hop in one.way], names, lang),
                )
                for one in (turned[step.key].asked if step.key in turned else ())
            ],
        )
        for step in found.steps
    ]


def person(person_id: int, names: Names) -> shapes.ApprovalPerson:
    """A person by id and name."""
    return shapes.ApprovalPerson(id=person_id, name=names.get(person_id, "—"))


def way(hops: Sequence[Mapping[str, Any]], names: Names, lang: Lang) -> str:
    """Why somebody of all people is asked: from whom the step names to them, hop by hop."""
    said = []
    for place, hop in enumerate(hops):
        how = _HOW[str(hop["how"])].say(lang)
        last = place == len(hops) - 1
        said.append(
            how if last else f"{names.get(int(hop['person']), '—')}（{how}）" if lang == "zh" else _en(hop, names)
        )
    return " → ".join(said)


def _en(hop: Mapping[str, Any], names: Names) -> str:
    return f"{names.get(int(hop['person']), '—')} ({_HOW[str(hop['how'])].en})"


def _due(there: Case, viewer: Viewer) -> datetime | None:
    """By when the viewer shall answer; else the first who shall."""
    mine = there.flow.turn_of(viewer.person_id)
    if mine is not None:
        return there.rows[mine.number].due_at
    return min((due for seat in there.flow.active if (due := there.rows[seat.number].due_at)), default=None)


def _field(one: Mapping[str, Any], request: Request, lang: Lang) -> shapes.ApprovalField:
    now = request.changed.get(one["key"])
    return shapes.ApprovalField(
        key=one["key"], label=_say(one["label"], lang), said=one["said"][lang], now=now[lang] if now else None
    )


def _say(label: Mapping[str, str], lang: Lang) -> str:
    return Words.model_validate(label).say(lang)


def _step(there: Case, place: int, key: str, frame: Frame) -> shapes.ApprovalStep:
    step = there.step_at(place)
    turns = [row.turn for row in there.rows.values() if row.step_key == key and row.turn <= there.request.turn]
    last = max(turns, default=0)
    rows = [row for row in there.rows.values() if row.turn == last] if place <= there.request.step else []
    return shapes.ApprovalStep(
        key=key,
        label=step.label.say(frame.lang),
        state=_state(there, place),
        mode=step.mode,
        votes=step.votes,
        limit=step.limit.words(frame.lang) if step.limit else None,
        seats=[_seat(row, frame) for row in rows],
    )


def _state(there: Case, place: int) -> str:
    request = there.request
    if place < request.step:
        return "done"
    if place > request.step:
        return "next" if request.state in {"waiting", "returned"} else "dropped"
    return "here" if request.state == "waiting" else "done" if request.state == "approved" else "dropped"


def _seat(row: SeatRow, frame: Frame) -> shapes.ApprovalSeat:
    waiting = row.answer is None
    return shapes.ApprovalSeat(
        person=person(row.person_id, frame.names),
        state=row.answer or ("waiting" if row.since is not None else "later"),
        why=way(row.way, frame.names, frame.lang),
        since=row.since,
        due_at=row.due_at,
        late=waiting and row.due_at is not None and frame.now > row.due_at,
        answered_at=row.answered_at,
        added=row.root != row.number,
    )


def _act(there: Case, one: Act, frame: Frame) -> shapes.ApprovalAct:
    step = there.definition.step(one.step_key) if one.step_key else None
    facts = {
        "label": there.definition.label.model_dump(),
        "step_label": step.label.model_dump() if step else None,
        "to": frame.names.get(one.to_id) if one.to_id is not None else None,
        "reason": one.reason,
    }
    return shapes.ApprovalAct(
        at=one.at,
        by=person(one.by_id, frame.names) if one.by_id is not None else None,
        what=one.what,
        words=narration.said(one.what, facts, frame.lang),
    )


def _back_to(there: Case, lang: Lang) -> list[shapes.ApprovalNamed]:
    earlier: list[Step] = [there.step_at(place) for place in range(there.request.step)]
    return [shapes.ApprovalNamed(key=step.key, label=step.label.say(lang)) for step in reversed(earlier)]
