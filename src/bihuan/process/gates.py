"""May this journey leave its stage? Pure: the same facts always give the same answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bihuan.kernel import conditions
from bihuan.kernel.conditions import Condition, Count, Counts, comparisons, fields_of
from bihuan.kernel.conditions.evaluate import ZONE
from bihuan.kernel.words import Words
from bihuan.process.definition import Alternative, Check, Deliverable, Gate


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How much was handed in for one deliverable, by what became of it; of an approval, also how it stands."""

    accepted: int = 0
    waiting: int = 0
    rejected: int = 0
    sent: int = 0
    stands: str = ""


NOTHING = Tally()


def tallied(counts: Iterable[tuple[str, str, int]]) -> dict[str, Tally]:
    """Deliverable keys, what became of them (or `sent`) and how often, as tallies."""
    found: dict[str, dict[str, Any]] = {}
    for key, status, count in counts:
        tally = found.setdefault(key, {})
        tally[status] = tally.get(status, 0) + count
    return {key: Tally(**tally) for key, tally in found.items()}


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What is there: the record's values, what was handed in by deliverable key, and how related records are counted.

    `zone` is the company's, so that "today" is the day on its wall.
    """

    values: Mapping[str, Any]
    handed_in: Mapping[str, Tally] = field(default_factory=dict)
    counts: Counts | None = None
    zone: str = ZONE

    def bears_out(self, condition: Condition, *, now: datetime) -> bool:
        """Whether a condition holds for what is there."""
        return conditions.holds(condition, self.values, now=now, counts=self.counts, zone=self.zone)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing a gate asks for, and how far it is met.

    `why` is "" when met, else one of: empty, too_few, waiting_review, rejected, waiting_customer,
    not_sent, waiting_task, condition, no_way; of an approval: not_asked, waiting_approval, approval_returned,
    approval_rejected, approval_lapsed.
    """

    kind: str
    key: str
    label: Words
    need: int
    have: int
    why: str
    ways: tuple[tuple[str, ...], ...] = ()
    part_of: str | None = None

    @property
    def met(self) -> bool:
        """Whether nothing is missing here."""
        return not self.why


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The gate's answer: everything it asks for, and everything that is missing, not only the first thing."""

    items: tuple[Item, ...]

    @property
    def open(self) -> bool:
        """Whether the way is free."""
        return not self.missing

    @property
    def missing(self) -> tuple[Item, ...]:
        """What is still asked for. A deliverable that is one way of an alternative isn't asked for by itself."""
        return tuple(item for item in self.items if not item.met and item.part_of is None)


def judge(gate: Gate, evidence: Evidence, labels: Mapping[str, Words], *, now: datetime) -> Verdict:
    """Compare what the stage asks for with what is there. `labels` names the record's fields."""
    part_of = {key: choice.key for choice in gate.alternatives for way in choice.ways for key in way}
    delivered = {thing.key: _delivered(thing, evidence, part_of.get(thing.key)) for thing in gate.deliverables}
    return Verdict(
        items=(
            *(_filled(key, evidence, labels) for key in gate.fields),
            *delivered.values(),
            *(_one_way(choice, delivered) for choice in gate.alternatives),
            *(_held(check, evidence, now=now) for check in gate.checks),
        )
    )


def askable(
    gate: Gate, fields: Collection[str], objects: Collection[str], approvals: Collection[str] | None = None
) -> Gate:
    """What a gate asks for among these fields and objects; what the blueprint has taken away since nobody could bring.

    A check is left out with any field or object that it looks at; a way, only what is gone of it. `approvals` are those
    there are, where one knows them.
    """
    gone = {
        thing.key
        for thing in gate.deliverables
        if (thing.object is not None and thing.object not in objects)
        or (approvals is not None and thing.approval is not None and thing.approval not in approvals)
    }
    checks = tuple(one for one in gate.checks if _looks_at(one.holds, fields, objects))
    if not gone and len(checks) == len(gate.checks) and all(key in fields for key in gate.fields):
        return gate
    choices = (
        choice.model_copy(update={"ways": tuple(tuple(key for key in way if key not in gone) for way in choice.ways)})
        for choice in gate.alternatives
    )
    return Gate(
        fields=tuple(key for key in gate.fields if key in fields),
        deliverables=tuple(thing for thing in gate.deliverables if thing.key not in gone),
        alternatives=tuple(choices),
        checks=checks,
    )


def _looks_at(holds: Condition, fields: Collection[str], objects: Collection[str]) -> bool:
    counted = (part.count for part in comparisons(holds) if isinstance(part, Count))
    return fields_of(holds) <= set(fields) and all(key in objects for key in counted)


def is_empty(value: object) -> bool:
    """Whether a field counts as not filled in."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _filled(key: str, evidence: Evidence, labels: Mapping[str, Words]) -> Item:
    empty = is_empty(evidence.values.get(key))
    label = labels.get(key) or Words(zh=key, en=key)
    return Item(kind="field", key=key, label=label, need=1, have=int(not empty), why="empty" if empty else "")


def _held(check: Check, evidence: Evidence, *, now: datetime) -> Item:
    held = evidence.bears_out(check.holds, now=now)
    why = "" if held else "condition"
    return Item(kind="check", key=check.key, label=check.label, need=1, have=int(held), why=why)


def _delivered(thing: Deliverable, evidence: Evidence, part_of: str | None) -> Item:
    tally = evidence.handed_in.get(thing.key, NOTHING)
    return Item(
        kind="deliverable",
        key=thing.key,
        label=thing.label,
        need=thing.count,
        have=min(tally.accepted, thing.count),
        why="" if tally.accepted >= thing.count else _why_not(thing, tally),
        part_of=part_of,
    )


_APPROVAL = {
    "waiting": "waiting_approval",
    "returned": "approval_returned",
    "rejected": "approval_rejected",
    "lapsed": "approval_lapsed",
}


def _why_not(thing: Deliverable, tally: Tally) -> str:
    if thing.kind == "approval":
        return _APPROVAL.get(tally.stands, "not_asked")
    if tally.accepted + tally.waiting >= thing.count:
        return "waiting_review"
    if thing.kind == "confirmation":
        return "rejected" if tally.rejected else "waiting_customer" if tally.sent else "not_sent"
    if thing.kind == "task":
        return "waiting_task"
    return "rejected" if tally.rejected else "too_few"


def _one_way(choice: Alternative, delivered: Mapping[str, Item]) -> Item:
    met = any(all(delivered[key].met for key in way) for way in choice.ways)
    return Item(
        kind="alternative",
        key=choice.key,
        label=choice.label,
        need=1,
        have=int(met),
        why="" if met else "no_way",
        ways=choice.ways,
    )
