"""A workspace's first hour: the pack's configuration, the first team, the first administrator."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.org import commands as org
from bihuan.org.commands import Welcome


def begin(session: Session, document: dict[str, Any], *, name: str, admin: str, now: datetime) -> Welcome:
    """Release a pack's configuration in an empty workspace and hire its administrator, with a random first password."""
    design.release(session, None, document, note="pack", now=now)
    company = org.add_team(session, None, name=name, kind="company", parent_id=None, now=now)
    new = org.NewPerson(login=admin, name="管理员", role_key="admin", team_id=company.id)
    welcome = org.add_person(session, None, new, now=now)
    org.change_team(session, None, company, {"manager_id": welcome.person.id}, now=now)
    return welcome
