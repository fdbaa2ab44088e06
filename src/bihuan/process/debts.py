"""What earlier stages asked for and nobody has shown, because a journey began elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bihuan.process import gates, way
from bihuan.process.definition import Process, Stage
from bihuan.process.gates import Evidence

Debt = Mapping[str, str]


def owed(stages: Iterable[Stage], evidence: Evidence, *, now: datetime) -> list[dict[str, str]]:
    """All that these stages ask for and that isn't there; a stage that is not on the record's way asks for nothing.

    A check is no debt: it asked how things stood when the stage was left, and nobody can bring that moment back.
    """
    return [
        {"stage": stage.key, "kind": item.kind, "key": item.key}
        for stage in stages
        if way.applies(stage, evidence, now=now)
        for item in gates.judge(stage.gate, evidence, {}, now=now).missing
        if item.kind != "check"
    ]


def parts(process: Process, debts: Sequence[Debt]) -> frozenset[str]:
    """The deliverables that can be handed in to pay these debts; of an alternative, those of all its ways."""
    found = {debt["key"] for debt in debts if debt["kind"] == "deliverable"}
    choices = {(debt["stage"], debt["key"]) for debt in debts if debt["kind"] == "alternative"}
    for stage in process.stages:
        for choice in stage.gate.alternatives:
            if (stage.key, choice.key) in choices:
                found.update(key for one in choice.ways for key in one)
    return frozenset(found)
