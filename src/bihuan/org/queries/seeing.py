"""How far somebody sees. `seeing` is the only rule of visibility in the product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, any_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session

from bihuan.blueprint import queries as blueprint
from bihuan.kernel.db import Sight
from bihuan.kernel.refusals import NotFound
from bihuan.kernel.words import lang_of
from bihuan.org import definition
from bihuan.org.definition import RoleDef
from bihuan.org.models import Person, Team
from bihuan.org.queries.leading import colleague, teams_around
from bihuan.org.queries.sharing import shared_with
from bihuan.org.viewer import Access, Scope, Viewer

OwnerPos = ColumnElement[int] | InstrumentedAttribute[int]


def seeing(viewer: Viewer, owner_pos: OwnerPos) -> list[ColumnElement[bool]]:
    """The viewer's range as conditions for a WHERE; none for who sees all, and nothing matches for who sees nothing."""
    sight = viewer.sight
    if sight.all:
        return []
    if sight.lo == sight.hi:
        return [owner_pos == sight.lo]
    return [owner_pos.between(sight.lo, sight.hi)]


def sight_of(viewer: Viewer) -> str:
    """The form of the viewer's range, for `seeing_by_name`."""
    sight = viewer.sight
    if sight.all:
        return "all"
    return "shared" if sight.shared else "point" if sight.lo == sight.hi else "range"


def sight_values(viewer: Viewer) -> dict[str, Any]:
    """The viewer's range as the parameters of such a statement."""
    sight = viewer.sight
    return {"lo": sight.lo, "hi": sight.hi, "shared": list(sight.shared)}


def seeing_by_name(sight: str, records: FromClause) -> list[ColumnElement[bool]]:
    """The range of `seeing_record` for a statement that is kept: its parameters are `lo`, `hi` and `shared`."""
    lo, hi = (bindparam(name, type_=BigInteger) for name in ("lo", "hi"))
    if sight == "all":
        return []
    if sight == "point":
        return [records.c.owner_pos == lo]
    own = records.c.owner_pos.between(lo, hi)
    return [own | (records.c.id == any_(bindparam("shared", type_=ARRAY(BigInteger)))) if sight == "shared" else own]


def seeing_record(viewer: Viewer, records: FromClause) -> list[ColumnElement[bool]]:
    """The viewer's range on a table of records, and the single records shared with the viewer."""
    found = seeing(viewer, records.c.owner_pos)
    if found and viewer.sight.shared:
        return [or_(*found, records.c.id.in_(viewer.sight.shared))]
    return found


def viewer(session: Session, person_id: int) -> Viewer:
    """This person as one who asks: how far they see and what they may do. NotFound for who has left."""
    found = session.get(Person, person_id)
    if found is None or not found.active:
        raise NotFound
    return viewer_under(session, found, roles_in(session, found.team_id))


def viewer_under(session: Session, found: Person, by_key: Mapping[str, RoleDef]) -> Viewer:
    """A person as one who asks, if these were the roles; who has none of them may do nothing."""
    role = by_key.get(found.role_key)
    scope = Scope(role.scope) if role else Scope.OWN
    return Viewer(
        person_id=found.id,
        name=found.name,
        role_key=found.role_key,
        scope=scope,
        sight=_sight(session, found, scope),
        rights=frozenset(role.rights) if role else frozenset(),
        objects=_access(role) if role else {},
        lang=lang_of(found.lang),
        team_id=found.team_id,
    )


def _sight(session: Session, found: Person, scope: Scope) -> Sight:
    if scope is Scope.ALL:
        return Sight(all=True, lo=found.pos, hi=found.pos, person_id=found.id)
    shared = shared_with(session, found.id)
    own = session.get(Team, found.team_id) if found.team_id is not None and scope is not Scope.OWN else None
    if own is None:
        return Sight(lo=found.pos, hi=found.pos, person_id=found.id, shared=shared)
    reach = region(session, own) if scope is Scope.REGION else own
    return Sight(lo=reach.lo, hi=reach.hi, person_id=found.id, shared=shared)


def _access(role: RoleDef) -> dict[str, Access]:
    return {
        key: Access(
            actions=frozenset(definition.named(role.objects, key)),
            hidden=frozenset(definition.named(role.hidden, key)),
            readonly=frozenset(definition.named(role.readonly, key)),
        )
        for key in {*role.objects, *role.hidden, *role.readonly}
    }


def roles(session: Session) -> Mapping[str, RoleDef]:
    """The roles of the living blueprint, by key; none before the first release."""
    try:
        version = blueprint.current(session)
    except NotFound:
        return {}
    return blueprint.part(session, version.id, definition.roles)


def roles_in(session: Session, team_id: int | None) -> Mapping[str, RoleDef]:
    """The roles as they are for somebody of this team."""
    found = version_in(session, team_id)
    return {} if found is None else blueprint.part(session, found, definition.roles)


def version_in(session: Session, team_id: int | None) -> int | None:
    """The version that applies to people of this team now: what some team around them tries, or what lives.

    As a rule nobody tries anything, and nothing has to be asked. None before the first release.
    """
    found = blueprint.living(session)
    if found is None:
        return None
    return found.live if found.trial is None else found.version_for(teams_around(session, team_id))


def version_of(session: Session, person_id: int) -> int:
    """The version that applies to this person now. NotFound for nobody, and before the first release."""
    found = version_in(session, colleague(session, person_id).team_id)
    if found is None:
        raise NotFound
    return found


def stand(session: Session, asking: Viewer) -> None:
    """From here on this transaction answers by the version that applies to whoever asks."""
    found = version_in(session, asking.team_id)
    if found is not None:
        blueprint.stand_on(session, found)


@contextmanager
def as_of(session: Session, person_id: int) -> Iterator[None]:
    """Within this block, what lives is what lives for this person: whoever asks, their work is judged by theirs."""
    with blueprint.under(session, version_of(session, person_id)):
        yield


def region(session: Session, team: Team) -> Team:
    """The nearest region a team lies in or is; without one, the team itself."""
    found = session.scalar(
        select(Team)
        .where(Team.kind == "region", Team.lo <= team.lo, Team.hi >= team.hi)
        .order_by(Team.lo.desc())
        .limit(1)
    )
    return found or team
