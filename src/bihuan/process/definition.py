"""What a process says: read from one published version, never changed after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bihuan.kernel.calendar import Limit
from bihuan.kernel.conditions import Condition
from bihuan.kernel.words import Lang, Words

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
MOST_STAGES = 40
Kind = Literal["file", "photo", "audio", "summary", "text", "form", "record", "confirmation", "task", "approval"]
Days = Annotated[float, Field(gt=0, le=3650)]


class Part(BaseModel):
    """Base of everything a process is made of: never changed once read, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sample(Part):
    """A file that shows what is meant: what it is called, and the digest under which the store keeps it.

    Without a digest it was named and never kept, so that nobody can download it.
    """

    name: Annotated[str, Field(min_length=1, max_length=120)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, given: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever was written
        return {"name": given} if isinstance(given, str) else given


class Deliverable(Part):
    """Evidence a stage asks for.

    `kind` says what counts: a file of `types` (extensions), a photo, an audio, a summary (an activity
    logged during the stay, of `activity_kinds` where named), a text of `min_length` characters, a form
    with `fields`, a record of object `object` that refers to this one, the customer's confirmation of
    the deliverable `of`, or a task that somebody of another department, with `role`, does within `limit`; it is asked
    for when the stage is entered; or that the approval `approval` was given. At least `count` of it. With `review`,
    only an accepted one counts.
    """

    key: Key
    label: Words
    kind: Kind
    count: int = Field(default=1, ge=1, le=50)
    types: tuple[str, ...] = ()
    min_length: int = Field(default=1, ge=1, le=10_000)
    fields: tuple[Key, ...] = ()
    object: Key | None = None
    of: Key | None = None
    role: Key | None = None
    limit: Limit | None = None
    activity_kinds: tuple[Key, ...] = ()
    approval: Key | None = None
    review: Literal["none", "manager", "role"] = "none"
    reviewer_role: Key | None = None
    sample: Sample | None = None
    help: Words | None = None


class Alternative(Part):
    """Several ways to satisfy one demand: an e-signature, or paper and a scan. Each way is a set of deliverables."""

    key: Key
    label: Words
    ways: tuple[tuple[Key, ...], ...] = Field(min_length=2)


class Check(Part):
    """A condition on the record that must hold before one may leave."""

    key: Key
    label: Words
    holds: Condition


class Gate(Part):
    """All that a stage asks for before one may leave it."""

    fields: tuple[Key, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    checks: tuple[Check, ...] = ()


class Reference(Part):
    """How many days a stage takes elsewhere: what we aim at, what is usual in the trade, what a known rival needs."""

    target: Days | None = None
    usual: Days | None = None
    rival: Days | None = None
    note: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, given: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever was written
        return {"note": given} if isinstance(given, str) or (isinstance(given, dict) and "zh" in given) else given

    def say(self, lang: Lang) -> str:
        """All of it in one line, without a full stop."""
        zh = lang == "zh"
        named = (
            ("目标" if zh else "target", self.target),
            ("同行一般" if zh else "usual in the trade", self.usual),
            ("最快的对手" if zh else "fastest rival", self.rival),
        )
        said = [f"{what} {days:g} {_days(days, lang)}" for what, days in named if days is not None]
        noted = [self.note.say(lang)] if self.note else []
        return ("，" if zh else ", ").join([*said, *noted])


def _days(days: float, lang: Lang) -> str:
    return "天" if lang == "zh" else "day" if days == 1 else "days"


class Stage(Part):
    """One stop on the way: what it asks for, how long it may last, and where one may go back to."""

    key: Key
    label: Words
    when: Condition | None = None
    limit: Limit | None = None
    warn_before: Limit | None = None
    escalate_after: Limit | None = None
    gate: Gate = Gate()
    back_to: tuple[Key, ...] = ()
    script: Words | None = None
    checklist: tuple[Words, ...] = ()
    reference: Reference | None = None


class Reason(Part):
    """Why a journey was lost, or went back."""

    key: Key
    label: Words


class Process(Part):
    """An ordered set of stages for the records of one object, with its outcomes."""

    key: Key
    label: Words
    object: Key
    stages: tuple[Stage, ...] = Field(min_length=1, max_length=MOST_STAGES)
    won: Words = Words(zh="赢单", en="Won")
    lost: Words = Words(zh="输单", en="Lost")
    lost_reasons: tuple[Reason, ...] = ()
    back_reasons: tuple[Reason, ...] = ()
    follow_up: Limit | None = None
    amount: Key | None = None

    def stage(self, key: str) -> Stage | None:
        """The stage with this key, or None."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def position(self, key: str) -> int:
        """Where a stage stands in the order; -1 when it isn't in this process."""
        return next((place for place, stage in enumerate(self.stages) if stage.key == key), -1)

    def deliverable(self, key: str) -> tuple[Stage, Deliverable] | None:
        """A deliverable and the stage that asks for it."""
        return next(
            ((stage, thing) for stage in self.stages for thing in stage.gate.deliverables if thing.key == key), None
        )

    def deliverables(self) -> Iterator[Deliverable]:
        """All that any stage asks for."""
        return (thing for stage in self.stages for thing in stage.gate.deliverables)

    def alternative(self, key: str) -> Alternative | None:
        """A demand with several ways to satisfy it."""
        return next((choice for stage in self.stages for choice in stage.gate.alternatives if choice.key == key), None)

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Every condition in the process, with its place."""
        for stage in self.stages:
            if stage.when is not None:
                yield f"stages.{stage.key}.when", stage.when
            for check in stage.gate.checks:
                yield f"stages.{stage.key}.gate.checks.{check.key}", check.holds


def demanding(process: Process, demands: Sequence[Mapping[str, Any]]) -> Process:
    """A process as one journey walks it, of which rules ask for more: each thing at the gate of its stage.

    What stands in a stage that this version lacks is asked by nobody.
    """
    stages = list(process.stages)
    for demand in demands:
        place = process.position(demand["stage"])
        if place < 0:
            continue
        gate = stages[place].gate
        more = gate.model_copy(
            update={"deliverables": (*gate.deliverables, Deliverable.model_validate(demand["deliverable"]))}
        )
        stages[place] = stages[place].model_copy(update={"gate": more})
    return process.model_copy(update={"stages": tuple(stages)})


def read(body: dict[str, Any]) -> dict[str, Process]:
    """The processes a published version describes, by key."""
    return {found.key: found for found in (Process.model_validate(part) for part in body.get("processes", ()))}
