"""What a blueprint says about people: the roles and what each may do, and when the company works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, get_args
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bihuan.kernel.calendar import STANDARD_WEEK, Shift
from bihuan.kernel.words import Words

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ObjectKey = Annotated[str, Field(pattern=r"^(\*|[a-z][a-z0-9_]{0,39})$")]
Action = Literal["read", "create", "update", "delete", "export"]
Right = Literal[
    "process.exception",
    "process.review",
    "process.move_any",
    "records.assign",
    "import.run",
    "org.manage",
    "blueprint.release",
    "metrics.read",
    "tokens.create",
]
RIGHTS: tuple[str, ...] = get_args(Right)
ACTIONS: tuple[str, ...] = get_args(Action)
REACH = ("own", "team", "region", "all")  # each sees further than the one before


class RoleDef(BaseModel):
    """How far a role sees, what it may do, and which fields stay closed to it; what is not named is not allowed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Key
    label: Words
    scope: Literal["own", "team", "region", "all"] = "own"
    rights: tuple[Right, ...] = ()
    objects: dict[ObjectKey, tuple[Action, ...]] = Field(default_factory=dict)
    hidden: dict[ObjectKey, tuple[Key, ...]] = Field(default_factory=dict)
    readonly: dict[ObjectKey, tuple[Key, ...]] = Field(default_factory=dict)

    def covers(self, other: RoleDef) -> bool:
        """Whether everything the other role may do is allowed to this one too: only then may it be granted by it."""
        return next(self.lacks(other), None) is None

    def lacks(self, other: RoleDef) -> Iterator[tuple[str, ...]]:
        """All that the other role may do and this one may not: the place inside the other role, the last the thing."""
        if REACH.index(other.scope) > REACH.index(self.scope):
            yield ("scope",)
        yield from (("rights", right) for right in other.rights if right not in self.rights)
        # What is named nowhere falls under the star, which stands for all objects that nobody has named yet.
        keys = {"*", *other.objects, *self.objects}
        for part in (self.hidden, other.hidden, self.readonly, other.readonly):
            keys.update(part)
        for key in sorted(keys):
            yield from self._closed(other, key)

    def _closed(self, other: RoleDef, key: str) -> Iterator[tuple[str, ...]]:
        allowed = named(other.objects, key)
        yield from (("objects", key, action) for action in allowed if action not in named(self.objects, key))
        if not allowed:
            return
        unseen, fixed = named(other.hidden, key), named(other.readonly, key)
        yield from (("hidden", key, field) for field in named(self.hidden, key) if field not in unseen)
        if {"create", "update"}.intersection(allowed):
            shut = {*unseen, *fixed}
            yield from (("readonly", key, field) for field in named(self.readonly, key) if field not in shut)


def named(by_object: Mapping[str, tuple[str, ...]], key: str) -> tuple[str, ...]:
    """What is said of this object, else what is said of all objects, else nothing."""
    return by_object.get(key, by_object.get("*", ()))


def _known_zone(zone: str) -> str:
    if zone not in available_timezones():
        raise ValueError(f"{zone[:40]!r} is not a time zone; write Asia/Shanghai.")
    return zone


class CalendarDef(BaseModel):
    """The working week, whose holidays are kept, and the zone whose clock is on the wall."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shifts: Shift = STANDARD_WEEK
    holidays: Annotated[Literal["cn", "none"], BeforeValidator(lambda said: "none" if said is None else said)] = "cn"
    zone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Shanghai"


def roles(body: dict[str, Any]) -> dict[str, RoleDef]:
    """The roles a published version describes, by key."""
    return {role.key: role for role in (RoleDef.model_validate(part) for part in body.get("roles", ()))}


def hours(body: dict[str, Any]) -> CalendarDef:
    """The working hours a published version describes; the standard Chinese week where it says nothing."""
    return CalendarDef.model_validate(body.get("calendar") or {})
