"""What a blueprint says about activities: their kinds, and which of them count as having been in touch."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from bihuan.kernel.words import Words


class Script(BaseModel):
    """Something worth saying, and the situation it is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Words
    text: Words


class ActivityKind(BaseModel):
    """One kind of work with a customer: a call, a visit, a note. Only what counts as contact resets the follow-up.

    `scripts` say what to say, `checklist` what not to forget.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    label: Words
    counts_as_contact: bool = True
    scripts: tuple[Script, ...] = Field(default=(), max_length=40)
    checklist: tuple[Words, ...] = Field(default=(), max_length=40)


def kinds(body: dict[str, Any]) -> dict[str, ActivityKind]:
    """The kinds a published version describes, by key, in their order."""
    return {kind.key: kind for kind in (ActivityKind.model_validate(part) for part in body.get("activity_kinds", ()))}
