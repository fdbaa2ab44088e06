"""Taking a team away in which nobody is any more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bihuan.kernel.refusals import Refusal
from bihuan.org import queries
from bihuan.org.commands import acts, places
from bihuan.org.commands.acts import Told
from bihuan.org.models import Team
from bihuan.org.viewer import Viewer


class TeamInUse(Refusal):
    """There are people or teams in it."""

    code = "team_in_use"
    message = "There are people or teams in this team. Move them first."


def remove_team(session: Session, viewer: Viewer | None, team: Team, *, now: datetime) -> None:
    """Take an empty team away. TeamInUse while anybody is in it."""
    acts.may_manage(viewer)
    places.hold_tree(session)
    tree = queries.tree(session)
    if team.id in tree.parents.values() or team.id in tree.members.values():
        raise TeamInUse
    told = Told("team.removed", {"team_id": team.id, "name": team.name})
    session.delete(team)
    session.flush()
    acts.note_org(session, acts.by(viewer), told, now=now)
