"""What a blueprint says about approvals: who is asked about a record, in which order, and how their answers count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bihuan.kernel.calendar import Limit
from bihuan.kernel.conditions import Condition
from bihuan.kernel.words import Words

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
By = Literal["person", "role", "manager", "team", "skill"]
Mode = Literal["all", "any", "vote"]
OnChange = Literal["reopen", "show"]
MOST_STEPS, MOST_WHO, MOST_FIELDS = 20, 10, 60


class _Part(BaseModel):
    """Base of what an approval is made of: never changed once read, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Who(_Part):
    """Who is asked: a person by log-in, the nearest one with a role or a skill, a leader, or the manager of a team.

    A leader is `levels` above whoever asks; beyond the top, the topmost. With `everybody`, all who have the role or
    the skill are asked, and not only the nearest one.
    """

    key: Key
    by: By
    person: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    role: Key | None = None
    levels: Annotated[int, Field(ge=1, le=5)] = 1
    team: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    skill: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    everybody: bool = False


class Step(_Part):
    """Everybody who is asked at the same time.

    `mode` says how their answers count: `all` must say yes; whoever answers first decides for `any`; for a `vote`,
    `votes` must say yes. Where `when` doesn't hold for the values that are asked for, the step is left out. `fields`
    and, with `files`, the record's files are shown to who is asked here, even if they don't see them otherwise.
    """

    key: Key
    label: Words
    who: tuple[Who, ...] = Field(min_length=1, max_length=MOST_WHO)
    mode: Mode = "all"
    votes: Annotated[int, Field(ge=1, le=50)] = 1
    when: Condition | None = None
    limit: Limit | None = None
    warn_before: Limit | None = None
    escalate_after: Limit | None = None
    fields: tuple[Key, ...] = Field(default=(), max_length=MOST_FIELDS)
    files: bool = False
    may_delegate: bool = True
    may_add: bool = True


class ApprovalDef(_Part):
    """One kind of approval of the records of one object.

    `on_change` says what a change of a field that approvers were shown means: the question is asked anew, and what
    was approved is no longer valid (`reopen`); or the change is only shown to them (`show`).
    """

    key: Key
    label: Words
    object: Key
    steps: tuple[Step, ...] = Field(min_length=1, max_length=MOST_STEPS)
    on_change: OnChange = "reopen"
    help: Words | None = None

    def step(self, key: str) -> Step | None:
        """The step with this key, or None."""
        return next((step for step in self.steps if step.key == key), None)

    @property
    def shown(self) -> tuple[str, ...]:
        """Every field that some approver is shown: what is asked for, and kept as it was asked for."""
        return tuple(dict.fromkeys(key for step in self.steps for key in step.fields))

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Every condition, with its place."""
        for step in self.steps:
            if step.when is not None:
                yield f"steps.{step.key}.when", step.when


def read(body: dict[str, Any]) -> dict[str, ApprovalDef]:
    """The approvals a published version describes, by key."""
    return {found.key: found for found in (ApprovalDef.model_validate(part) for part in body.get("approvals", ()))}
