"""Who is asking, how far they look, and what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bihuan.kernel.db import Sight
from bihuan.kernel.words import Lang


class Scope(StrEnum):
    """How far a role sees."""

    OWN = "own"
    TEAM = "team"
    REGION = "region"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a role may do with one object's records, and which of its fields stay closed."""

    actions: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    readonly: frozenset[str] = frozenset()


NO_ACCESS = Access()


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """The person asking. Every query a person can cause takes one.

    `objects` maps an object's key to its Access; `"*"` stands for objects not named.
    """

    person_id: int
    name: str
    role_key: str
    scope: Scope
    sight: Sight
    rights: frozenset[str] = frozenset()
    objects: Mapping[str, Access] = field(default_factory=dict)
    lang: Lang = "zh"
    team_id: int | None = None

    def may(self, right: str) -> bool:
        """Whether the role has this right."""
        return right in self.rights

    def access(self, object_key: str) -> Access:
        """What the role may do with this object's records."""
        return self.objects.get(object_key) or self.objects.get("*") or NO_ACCESS

    def may_do(self, object_key: str, action: str) -> bool:
        """Whether the role may read, create, update, delete, export records of this object."""
        return action in self.access(object_key).actions

    def hidden(self, object_key: str) -> frozenset[str]:
        """Fields this viewer never sees."""
        return self.access(object_key).hidden

    def readonly(self, object_key: str) -> frozenset[str]:
        """Fields this viewer sees but can't change."""
        access = self.access(object_key)
        return access.readonly | access.hidden

    def sees(self, owner_pos: int) -> bool:
        """Whether a row at this position lies in the viewer's range."""
        return self.sight.all or self.sight.lo <= owner_pos <= self.sight.hi
