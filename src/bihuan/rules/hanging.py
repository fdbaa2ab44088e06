"""What of rules goes along when two records become one."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table

from bihuan.records import hanging
from bihuan.records.ports import Hanging
from bihuan.rules.models import Call, Run, Timer


def hang() -> None:
    """Called by `app` when the program starts.

    A rule waits on, for the record that stays, unless it waits for that one already; not for an owner to answer who is
    not its owner any more, and not on a journey, which stays where it was.
    """
    runs, calls, timers = (cast(Table, one.__table__) for one in (Run, Call, Timer))
    hanging.register(Hanging(key="rule_runs", table=runs, follows=hanging.OWNER, told=False))
    hanging.register(Hanging(key="rule_calls", table=calls, follows=hanging.OWNER, told=False))
    waits = Timer.journey_id.is_(None) & (Timer.event != "record.assigned")
    alike = ("rule_key", "object_key")
    hanging.register(Hanging(key="rule_timers", table=timers, follows={}, only=waits, apart=alike, told=False))
