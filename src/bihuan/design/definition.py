"""The whole configuration of a workspace as one value: every module's part, and nothing else."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bihuan.activity.definition import ActivityKind
from bihuan.approvals.definition import ApprovalDef
from bihuan.kernel.words import Lang, Words
from bihuan.notices.definition import NoticesDef
from bihuan.objects.definition import DictionaryDef, ObjectDef
from bihuan.objects.grades import GradingDef
from bihuan.org.definition import CalendarDef, RoleDef
from bihuan.pool.definition import PoolDef
from bihuan.process.definition import Process
from bihuan.reports.definition import DashboardDef
from bihuan.rules.definition import MOST_RULES, RuleDef

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
    approvals: tuple[ApprovalDef, ...] = Field(default=(), max_length=40)
    grades: tuple[GradingDef, ...] = Field(default=(), max_length=40)
    rules: tuple[RuleDef, ...] = Field(default=(), max_length=MOST_RULES)
    pools: tuple[PoolDef, ...] = Field(default=(), max_length=40)
    calendar: CalendarDef = CalendarDef()
    notices: NoticesDef = NoticesDef()

    def body(self) -> dict[str, Any]:
        """The document as it is stored."""
        return self.model_dump(mode="json", exclude_none=True)
