"""A workspace's first hour: the pack's configuration, the first team, the first administrator, the first colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.importer.people import login_for
from bihuan.kernel.words import Lang
from bihuan.org import commands as org
from bihuan.org.commands import Welcome
from bihuan.org.models import Team

_TEAM = {"zh": "销售一组", "en": "Sales team"}
_ADMIN = {"zh": "管理员", "en": "Administrator"}


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody who shall be there from the first day on, and whether they lead the first team."""

    name: str
    role: str
    leads: bool = False


def begin(  # noqa: PLR0913 - each is one thing that may be said of a company's first day
    session: Session,
    document: dict[str, Any],
    *,
    name: str,
    admin: str,
    now: datetime,
    password: str | None = None,
    lang: Lang = "zh",
) -> Welcome:
    """Release a pack's configuration in an empty workspace and hire its administrator.

    Without a password a random one is made, for the first log-in only.
    """
    design.release(session, None, document, note="pack", now=now)
    company = org.add_team(session, None, name=name, kind="company", parent_id=None, now=now)
    new = org.NewPerson(
        login=admin, name=_ADMIN[lang], role_key="admin", team_id=company.id, password=password, lang=lang
    )
    welcome = org.add_person(session, None, new, now=now)
    org.change_team(session, None, company, {"manager_id": welcome.person.id}, now=now)
    return welcome


def join(
    session: Session, first: Welcome, colleagues: Sequence[Colleague], *, lang: Lang, now: datetime
) -> list[Welcome]:
    """Hire the first colleagues into a first team of their own: each with a log-in made of the name."""
    if not colleagues:
        return []
    team = org.add_team(session, None, name=_TEAM[lang], kind="team", parent_id=first.person.team_id, now=now)
    logins = {first.person.login}
    hired = [_hired(session, team, one, logins, lang=lang, now=now) for one in colleagues]
    for one, welcome in zip(colleagues, hired, strict=True):
        if one.leads:
            org.change_team(session, None, team, {"manager_id": welcome.person.id}, now=now)
    return hired


def _hired(session: Session, team: Team, one: Colleague, logins: set[str], *, lang: Lang, now: datetime) -> Welcome:
    login = login_for(one.name, logins)
    logins.add(login)
    new = org.NewPerson(login=login, name=one.name.strip(), role_key=one.role, team_id=team.id, lang=lang)
    return org.add_person(session, None, new, now=now)
