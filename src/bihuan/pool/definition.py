"""What a pool says: of which object, who may claim how much, what they see before, and what goes back by itself."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from bihuan.kernel.calendar import Limit
from bihuan.kernel.words import Words

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Count = Annotated[int, Field(ge=1, le=10_000)]


class PoolDef(BaseModel):
    """The pool of one object's records.

    `roles` may claim, and see `shows` of what lies there, and nothing else. Each claims `per_day` at most, and has at
    most `most` that they claimed. What was claimed can't be taken back while it is `protected`. Where nothing happens
    for as long as `return_after` says it goes back by itself, unless a journey about it is open and `keep_open`.
    Whoever had it waits for the `cool_down` before they may claim it again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Key
    label: Words
    object: Key
    roles: tuple[Key, ...] = Field(default=(), max_length=60)
    shows: tuple[Key, ...] = Field(default=(), max_length=40)
    per_day: Count | None = None
    most: Count | None = None
    protected: Limit | None = None
    return_after: Limit | None = None
    keep_open: bool = True
    cool_down: Limit | None = None


def pools(body: dict[str, Any]) -> dict[str, PoolDef]:
    """The pools a version describes, by key."""
    return {pool.key: pool for pool in map(PoolDef.model_validate, body.get("pools", ()))}
