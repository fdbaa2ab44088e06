"""The whole configuration of a workspace as one value: every module's part, and nothing else."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bihuan.activity.definition import ActivityKind
from bihuan.kernel.words import Lang, Words
from bihuan.objects.definition import DictionaryDef, ObjectDef
from bihuan.objects.grades import GradingDef
from bihuan.org.definition import CalendarDef, RoleDef
from bihuan.process.definition import Process
from bihuan.reports.definition import DashboardDef

DEEPEST = 60  # levels of lists and members in one document


class Blueprint(BaseModel):
    """One document. Exported and imported as YAML, stored as JSON, never changed after its release."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Words
    lang: Lang = "zh"
    objects: tuple[ObjectDef, ...]
    dictionaries: tuple[DictionaryDef, ...] = ()
    processes: tuple[Process, ...] = ()
    roles: tuple[RoleDef, ...]
    activity_kinds: tuple[ActivityKind, ...] = ()
    dashboards: tuple[DashboardDef, ...] = Field(default=(), max_length=40)
    grades: tuple[GradingDef, ...] = Field(default=(), max_length=40)
    calendar: CalendarDef = CalendarDef()

    def body(self) -> dict[str, Any]:
        """The document as it is stored."""
        return self.model_dump(mode="json", exclude_none=True)
