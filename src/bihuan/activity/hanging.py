"""What of activities and tasks hangs on a record, and goes with it when two records become one."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table

from bihuan.activity.models import Activity, Task
from bihuan.records import hanging
from bihuan.records.ports import Hanging

_tasks = cast(Table, Task.__table__)


def hang() -> None:
    """Called by `app` when the program starts. A follow-up is the owner's; every other task stays whose it is."""
    activities = cast(Table, Activity.__table__)
    hanging.register(Hanging(key="activities", table=activities, follows=hanging.OWNER))
    owed = (_tasks.c.kind == "follow_up") & _tasks.c.done_at.is_(None)
    hanging.register(Hanging(key="follow_ups", table=_tasks, follows={"person_id": "id"}, only=owed))
    hanging.register(Hanging(key="tasks", table=_tasks, follows={}))
