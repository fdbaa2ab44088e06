"""What a rule says: when it listens, on what condition, what it does. Read from one published version, never changed.

A rule is a sentence with branches. `on` says what it listens to, `wait` that it lets time pass first and gives up when
something happens meanwhile, `when` on what condition it does `then`, and `otherwise` what else. What it does is a list
of steps: each is an action, or a branch with a condition and steps of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator, model_validator

from bihuan.kernel.calendar import Limit
from bihuan.kernel.conditions import Condition, Relative
from bihuan.kernel.words import Words
from bihuan.process.definition import Deliverable, Sample
from bihuan.rules.happenings import ONLY, Happening

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
EntryKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+-]*$", max_length=60)]
Login = Annotated[str, Field(min_length=1, max_length=80)]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]

MOST_RULES = 1000
MOST_ACTIONS = 100  # of one event, whatever rules it sets off
DEEPEST = 5  # branches inside branches; and events that follow from events
USUAL_PER_HOUR = 500


class Part(BaseModel):
    """Base of everything a rule is made of: never changed once read, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Schedule(Part):
    """A moment that comes again: each day, each workday, a day of the week (1 is Monday) or of the month, at a time.

    A day that a month lacks is its last.
    """

    every: Literal["day", "workday", "week", "month"]
    at: Clock = "08:00"
    day: Annotated[int, Field(ge=1, le=31)] | None = None

    @model_validator(mode="after")
    def _names_its_day(self) -> Schedule:
        if (self.day is not None) != (self.every in {"week", "month"}):
            raise ValueError("A week and a month name a day, nothing else does.")
        if self.every == "week" and (self.day or 0) > 7:  # noqa: PLR2004 - Sunday
            raise ValueError("A week has seven days.")
        return self


class Trigger(Part):
    """Something a rule listens to. `only` narrows it: to fields, stages, kinds of activity … by what happens."""

    event: Happening
    only: tuple[EntryKey, ...] = Field(default=(), max_length=60)
    schedule: Schedule | None = None

    @model_validator(mode="after")
    def _fits_its_event(self) -> Trigger:
        if (self.schedule is not None) != (self.event == "schedule"):
            raise ValueError("A schedule, and nothing else, says when it comes again.")
        if self.only and self.event not in ONLY:
            raise ValueError(f"{self.event} can't be narrowed.")
        return self

    def hears(self, happened: str, about: frozenset[str]) -> bool:
        """Whether this is what it listens to; `about` are the fields, the stage, the kind … that it happened to."""
        return self.event == happened and (not self.only or not about.isdisjoint(self.only))


class Wait(Part):
    """Time that passes before a rule looks again, unless one of these happens to the same record meanwhile.

    What it listens to happens again: the time begins anew (`restart`), or runs on. When the rule is edited while it
    waits, `follows` says by which version it goes on.
    """

    limit: Limit
    unless: tuple[Trigger, ...] = Field(default=(), max_length=10)
    restart: bool = True
    follows: Literal["new", "own"] = "new"

    @field_validator("unless")
    @classmethod
    def _no_schedules(cls, unless: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
        if any(one.event == "schedule" for one in unless):
            raise ValueError("A schedule happens to no record, so that nothing can be waiting for it.")
        return unless


class Whom(Part):
    """People, as they stand when it happens; on leave, their substitutes.

    `owner` is the record's, `manager` theirs (`levels` up), `member` stands in the field `key`, `role` is the nearest
    with the role `key`, `skill` the nearest who has the skill `key`, `person` has the login `key`.
    """

    who: Literal["owner", "manager", "member", "role", "skill", "person"]
    key: Login | None = None
    levels: Annotated[int, Field(ge=1, le=5)] = 1

    @model_validator(mode="after")
    def _names_whom(self) -> Whom:
        if (self.key is not None) != (self.who not in {"owner", "manager"}):
            raise ValueError("A member field, a role, a skill and a person are named; an owner and a manager are not.")
        if self.levels != 1 and self.who != "manager":
            raise ValueError("Only managers have levels.")
        return self


OWNER = Whom(who="owner")


class _Action(Part):
    key: Key


class MakeTask(_Action):
    """Put a task on somebody's list, due a while from now. `push` may stand beside it as material."""

    do: Literal["task"]
    to: Whom = OWNER
    title: Words
    text: Words | None = None
    due: Limit | None = None


class Alert(_Action):
    """Tell people, each once."""

    do: Literal["alert"]
    to: tuple[Whom, ...] = Field(default=(OWNER,), min_length=1, max_length=8)
    level: Literal["info", "warn", "due", "escalate"] = "warn"
    text: Words


class SetField(_Action):
    """Write a value into a field: what may stand there, nothing, or a time from now."""

    do: Literal["set"]
    field: Key
    value: Any = None

    @property
    def relative(self) -> Relative | None:
        """The time counted from now that is written; None for a value as it stands."""
        given = self.value
        if not isinstance(given, dict) or len(given) != 1:
            return None
        unit, amount = next(iter(given.items()))
        return Relative(unit, amount) if unit in {"days", "hours"} and type(amount) is int else None


class Demand(_Action):
    """Ask for one more thing before the journey may leave the stage where it stands: evidence, or another's task."""

    do: Literal["demand"]
    deliverable: Deliverable


class AskApproval(_Action):
    """Ask for an approval of this kind, in the owner's name."""

    do: Literal["approval"]
    approval: Key


class Assign(_Action):
    """Give the record to one of those who fit: in turn, or to whom has least; nobody who is away.

    Who fits has the `role`, the skill that is named or stands in `skill_field`, and works in the region or team that
    is called as `region_field` says. Whoever has `most` open journeys fits no more. Nobody fits: nothing is done, and
    the run says so.
    """

    do: Literal["assign"]
    how: Literal["in_turn", "least_load"] = "in_turn"
    role: Key | None = None
    skill: EntryKey | None = None
    skill_field: Key | None = None
    region_field: Key | None = None
    most: Annotated[int, Field(ge=1, le=10_000)] | None = None

    @model_validator(mode="after")
    def _names_somebody(self) -> Assign:
        if self.role is None and self.skill is None and self.skill_field is None and self.region_field is None:
            raise ValueError("It is given to people with a role, a skill, or of a region.")
        return self


class Release(_Action):
    """Put the record into the pool of its object, for others to claim. What lies there, or is protected, stays."""

    do: Literal["release"]


class Push(_Action):
    """Hand people something to use: a text, perhaps with a file to download."""

    do: Literal["push"]
    to: tuple[Whom, ...] = Field(default=(OWNER,), min_length=1, max_length=8)
    label: Words
    text: Words
    sample: Sample | None = None


class SendMail(_Action):
    """Write an e-mail to the address that stands in a field. What it says may name fields: `{name}`."""

    do: Literal["mail"]
    field: Key
    subject: Words
    text: Words


class CallWebhook(_Action):
    """Tell another system, signed with the secret that the workspace keeps under this name."""

    do: Literal["webhook"]
    url: Annotated[str, Field(min_length=8, max_length=500, pattern=r"^https?://")]
    secret: Key | None = None
    fields: tuple[Key, ...] = Field(default=(), max_length=60)


_ACTIONS: dict[str, type[_Action]] = {
    "task": MakeTask,
    "alert": Alert,
    "set": SetField,
    "demand": Demand,
    "approval": AskApproval,
    "assign": Assign,
    "release": Release,
    "push": Push,
    "mail": SendMail,
    "webhook": CallWebhook,
}


class Branch(Part):
    """Steps on a condition, and others where it does not hold."""

    key: Key
    when: Condition
    then: tuple[Step, ...] = Field(default=(), max_length=20)
    otherwise: tuple[Step, ...] = Field(default=(), max_length=20)


def _kind(raw: Any) -> str | None:  # noqa: ANN401 - anything may be sent
    if isinstance(raw, Part):
        return "<branch>" if isinstance(raw, Branch) else f"<{getattr(raw, 'do', '')}>"
    if not isinstance(raw, dict):
        return None
    if "do" not in raw:
        return "<branch>" if "when" in raw else None
    return f"<{raw['do']}>" if raw["do"] in _ACTIONS else None


# The tags are in brackets so that the place of a fault can leave them out.
Step = Annotated[
    Annotated[MakeTask, Tag("<task>")]
    | Annotated[Alert, Tag("<alert>")]
    | Annotated[SetField, Tag("<set>")]
    | Annotated[Demand, Tag("<demand>")]
    | Annotated[AskApproval, Tag("<approval>")]
    | Annotated[Assign, Tag("<assign>")]
    | Annotated[Release, Tag("<release>")]
    | Annotated[Push, Tag("<push>")]
    | Annotated[SendMail, Tag("<mail>")]
    | Annotated[CallWebhook, Tag("<webhook>")]
    | Annotated[Branch, Tag("<branch>")],
    Discriminator(
        _kind,
        custom_error_type="no_step",
        custom_error_message="A step does something, or branches on a condition.",
    ),
]
Action = MakeTask | Alert | SetField | Demand | AskApproval | Assign | Release | Push | SendMail | CallWebhook


class RuleDef(Part):
    """When one of these happens to a record of `object`, and if that holds, do those.

    Whatever it does it does once for each event. More than `most_per_hour` in an hour are held back, and told.
    """

    key: Key
    label: Words
    object: Key
    active: bool = True
    on: tuple[Trigger, ...] = Field(min_length=1, max_length=10)
    wait: Wait | None = None
    when: Condition | None = None
    then: tuple[Step, ...] = Field(default=(), max_length=20)
    otherwise: tuple[Step, ...] = Field(default=(), max_length=20)
    most_per_hour: Annotated[int, Field(ge=1, le=100_000)] = USUAL_PER_HOUR

    @model_validator(mode="before")
    @classmethod
    def _not_too_deep(cls, raw: Any) -> Any:  # noqa: ANN401 - anything may be sent
        level, depth = [raw], 0
        while level := [step for one in level for step in _steps(one)]:
            depth += 1
            if depth > DEEPEST + 1:
                raise ValueError(f"Branches lie at most {DEEPEST} deep in each other.")
        return raw

    @model_validator(mode="after")
    def _waits_for_something(self) -> RuleDef:
        if self.wait is not None and any(one.event == "schedule" for one in self.on):
            raise ValueError("A schedule has its time already: nothing waits after it.")
        return self

    def branches(self) -> Iterator[tuple[str, Branch]]:
        """Every branch with its place."""
        yield from ((place, step) for place, step in self.steps() if isinstance(step, Branch))

    def actions(self) -> Iterator[tuple[str, Action]]:
        """Every action with its place."""
        yield from ((place, step) for place, step in self.steps() if not isinstance(step, Branch))

    def steps(self) -> Iterator[tuple[str, Action | Branch]]:
        """Every action and branch with its place, in order."""
        yield from _walk("then", self.then)
        yield from _walk("otherwise", self.otherwise)

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Every condition with its place."""
        if self.when is not None:
            yield "when", self.when
        yield from ((f"{place}.when", branch.when) for place, branch in self.branches())


def _walk(place: str, steps: tuple[Step, ...]) -> Iterator[tuple[str, Action | Branch]]:
    for step in steps:
        here = f"{place}.{step.key}"
        yield here, step
        if isinstance(step, Branch):
            yield from _walk(f"{here}.then", step.then)
            yield from _walk(f"{here}.otherwise", step.otherwise)


def _steps(raw: Any) -> list[Any]:  # noqa: ANN401
    if not isinstance(raw, dict):
        return []
    return [step for part in ("then", "otherwise") if isinstance(raw.get(part), list | tuple) for step in raw[part]]


Branch.model_rebuild()
RuleDef.model_rebuild()


def meant(action: Action) -> tuple[Whom, ...]:
    """Whom an action names, in its order; nobody where it names none."""
    if isinstance(action, Alert | Push):
        return action.to
    return (action.to,) if isinstance(action, MakeTask) else ()


_NAMED = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def named(text: str) -> frozenset[str]:
    """The fields that a text names in braces."""
    return frozenset(_NAMED.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with the values of the fields it names; nothing where there is no value. One pass: a value names none."""
    return _NAMED.sub(lambda found: values.get(found[1], ""), text)


def rules(body: dict[str, Any]) -> dict[str, RuleDef]:
    """The rules a version describes, by key."""
    return {rule.key: rule for rule in map(RuleDef.model_validate, body.get("rules", ()))}
