"""A pack in a company's own words: its stages under the names they have there, each with its own limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from bihuan.kernel.calendar import Limit
from bihuan.kernel.refusals import Invalid

LONGEST_NAME = 40


@dataclass(frozen=True, kw_only=True)
class OwnStage:
    """A stage of the pack, what it is called here, and how long it may last here; None for as long as it takes."""

    key: str
    label: str
    limit: str | None


def stages(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The stages that a company gives names to: those of a pack's first process, as they are written."""
    processes = document.get("processes", ())
    return list(processes[0]["stages"]) if processes else []


def tailored(document: dict[str, Any], own: Sequence[OwnStage]) -> dict[str, Any]:
    """The pack's document with own names and limits; what is not named stays. Invalid names every fault at once."""
    whole = deepcopy(document)
    known = {stage["key"]: stage for stage in stages(whole)}
    problems = [*_wrong(own, known)]
    for place, one in enumerate(own):
        stage = known.get(one.key)
        if stage is None:
            continue
        if one.label.strip() not in _said(stage["label"]):
            stage["label"] = {"zh": one.label.strip(), "en": one.label.strip()}
        try:
            _limit(stage, one.limit)
        except ValueError as wrong:
            problems.append(_problem(f"stages.{place}.limit", "limit", str(wrong)))
    if problems:
        raise Invalid(problems)
    return whole


def _wrong(own: Sequence[OwnStage], known: dict[str, Any]) -> list[dict[str, object]]:
    problems = []
    names = Counter(one.label.strip().casefold() for one in own)
    keys = Counter(one.key for one in own)
    for place, one in enumerate(own):
        if one.key not in known or keys[one.key] > 1:
            problems.append(_problem(f"stages.{place}.key", "unknown_stage", "This pack has no such stage, or twice."))
        if not 0 < len(one.label.strip()) <= LONGEST_NAME:
            message = f"A stage's name has 1 to {LONGEST_NAME} characters."
            problems.append(_problem(f"stages.{place}.label", "length", message))
        elif names[one.label.strip().casefold()] > 1:
            problems.append(_problem(f"stages.{place}.label", "twice", "Two stages have this name."))
    return problems


def _limit(stage: dict[str, Any], said: str | None) -> None:
    """Another limit. What the pack warns before must still lie inside it, and nothing is over that never ends."""
    if said is None:
        for part in ("limit", "warn_before", "escalate_after"):
            stage.pop(part, None)
        return
    wanted = Limit.read(said)
    stage["limit"] = str(wanted)
    warns = Limit.read(stage["warn_before"]) if stage.get("warn_before") else None
    if warns is not None and warns.unit == wanted.unit and warns.amount >= wanted.amount:
        del stage["warn_before"]


def _said(label: str | dict[str, str]) -> set[str]:
    return {label} if isinstance(label, str) else set(label.values())


def _problem(place: str, code: str, message: str) -> dict[str, object]:
    return {"field": place, "place": place, "code": code, "message": message}
