"""Questions about batches, and about what the workspace has that a table could mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import Table, or_, select
from sqlalchemy.orm import Session, aliased

from bihuan.importer.models import Batch
from bihuan.importer.world import Directory
from bihuan.kernel.refusals import Forbidden, NotFound
from bihuan.objects import queries as objects
from bihuan.objects import tables
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.models import Person, Team
from bihuan.org.viewer import Viewer
from bihuan.process import queries as process
from bihuan.process.definition import Process
from bihuan.process.models import Journey

RIGHT = "import.run"
_SUGGESTED = 20_000
_AT_ONCE = 5_000
_NAMED_BY = frozenset({"text", "auto_number"})
Item = TypeVar("Item")


def batch(session: Session, viewer: Viewer, batch_id: int) -> Batch:
    """One of the viewer's own batches. NotFound for another's; Forbidden without the right to import."""
    if not viewer.may(RIGHT):
        raise Forbidden(RIGHT)
    found = session.scalar(select(Batch).where(Batch.id == batch_id, Batch.person_id == viewer.person_id))
    if found is None:
        raise NotFound
    return found


def batches(session: Session, viewer: Viewer, *, limit: int = 50) -> Sequence[Batch]:
    """The viewer's own batches, the newest first."""
    if not viewer.may(RIGHT):
        raise Forbidden(RIGHT)
    own = select(Batch).where(Batch.person_id == viewer.person_id)
    return session.scalars(own.order_by(Batch.id.desc()).limit(limit)).all()


def positions(session: Session) -> dict[int, int]:
    """Everybody's position, by id."""
    return dict(session.execute(select(Person.id, Person.pos)).all())


def company(session: Session) -> Team | None:
    """The team in which all others lie, where there is exactly one."""
    found = session.scalars(select(Team).where(Team.parent_id.is_(None)).limit(2)).all()
    return found[0] if len(found) == 1 else None


def sleeping(session: Session, viewer: Viewer) -> dict[str, Person]:
    """People whom an import of this viewer brought before it was undone, by log-in: a second try wakes them."""
    undone = select(Batch.made).where(Batch.person_id == viewer.person_id, Batch.state == "undone")
    brought = {number for made in session.scalars(undone) for number in made.get("person_ids", ())}
    asleep = select(Person).where(Person.id.in_(brought), Person.active.is_(False))
    return {person.login: person for person in session.scalars(asleep)} if brought else {}


def in_use(session: Session, person_ids: Iterable[int]) -> set[int]:
    """Those of these people who have logged in, or to whom something belongs that is still there."""
    wanted = list(person_ids)
    found = set(session.scalars(select(Person.id).where(Person.id.in_(wanted), Person.must_change.is_(False))))
    for object_key in objects.objects(session):
        records = tables.table(session, object_key)
        own = select(records.c.owner_id).where(records.c.owner_id.in_(wanted), records.c.deleted_at.is_(None))
        found.update(session.scalars(own.distinct()))
    return found


def people_by_id(session: Session, person_ids: Iterable[int]) -> Sequence[Person]:
    """These people."""
    return session.scalars(select(Person).where(Person.id.in_(list(person_ids))).order_by(Person.id)).all()


def empty_teams(session: Session, team_ids: Iterable[int]) -> Sequence[Team]:
    """Those of these teams in which nobody is and no team lies; the innermost first."""
    own = select(Team).where(Team.id.in_(list(team_ids)))
    nobody = ~select(Person.id).where(Person.team_id == Team.id).exists()
    inner = aliased(Team)
    nothing = ~select(inner.id).where(inner.parent_id == Team.id).exists()
    return session.scalars(own.where(nobody, nothing)).all()


def touched(session: Session, object_keys: Iterable[str], batch_id: int) -> int:
    """How many of a batch's records somebody has changed since, in themselves or on their way."""
    found: set[int] = set()
    for object_key in object_keys:
        records = tables.table(session, object_key)
        changed = select(records.c.id).where(
            records.c.import_id == batch_id, records.c.revision > 1, records.c.deleted_at.is_(None)
        )
        found.update(session.scalars(changed))
    moved = select(Journey.record_id).where(Journey.import_id == batch_id, Journey.revision > 1)
    found.update(session.scalars(moved))
    return len(found)


class Here:
    """The workspace as its importer sees it. Fits `world.World`; what was asked once is kept for the transaction."""

    def __init__(self, session: Session, viewer: Viewer) -> None:
        """Look with the eyes of this person."""
        self._session, self._viewer = session, viewer
        self._people: Directory | None = None
        self._teams: Directory | None = None
        self.zone = org.calendar(session).tz
        self.importer_id = viewer.person_id

    def objects(self) -> Mapping[str, ObjectDef]:
        """The objects whose records this person may make."""
        known = objects.objects(self._session)
        return {key: found for key, found in known.items() if self._viewer.may_do(key, "create")}

    def process_for(self, object_key: str) -> Process | None:
        """The process that new records of this object begin."""
        return process.process_for(self._session, object_key)

    def roles(self) -> frozenset[str]:
        """The keys of all roles."""
        return frozenset(org.roles(self._session))

    def closed_fields(self, object_key: str) -> frozenset[str]:
        """Fields that this person may not write."""
        return self._viewer.readonly(object_key) | objects.graded(self._session, object_key).keys()

    def records(self, object_key: str, names: Iterable[str]) -> Directory:
        """The records this person sees that go by these names, and the first few others to suggest."""
        directory = Directory()
        if not self._viewer.may_do(object_key, "read"):
            return directory
        found = tables.table(self._session, object_key)
        columns = [found.c[key] for key in _naming(objects.object_def(self._session, object_key), found)]
        seen = [found.c.deleted_at.is_(None), *org.seeing_record(self._viewer, found)]
        rows = select(found.c.id, *columns).where(*seen)
        for number, *words in self._session.execute(rows.order_by(found.c.id).limit(_SUGGESTED)):
            for word in words:
                directory.add(word, number)
        for some in _chunks(sorted(names)):
            asked = rows.where(or_(*(column.in_(some) for column in columns)))
            for number, *words in self._session.execute(asked):
                for word in words:
                    directory.add(word, number)
        return directory

    def people(self) -> Directory:
        """Everybody active, by name, log-in and e-mail."""
        if self._people is None:
            self._people = Directory()
            active = select(Person.id, Person.name, Person.login, Person.email).where(Person.active)
            for number, *names in self._session.execute(active):
                for name in names:
                    self._people.add(name, number)
        return self._people

    def teams(self) -> Directory:
        """All teams by name."""
        if self._teams is None:
            self._teams = Directory()
            for number, name in self._session.execute(select(Team.id, Team.name)):
                self._teams.add(name, number)
        return self._teams

    def logins(self) -> frozenset[str]:
        """Every log-in in use, those of people who left too; but not of those whom an undone import had brought."""
        return frozenset(self._session.scalars(select(Person.login))) - sleeping(self._session, self._viewer).keys()

    def present(
        self, object_key: str, key: tuple[str, ...], values: Iterable[tuple[object, ...]]
    ) -> set[tuple[object, ...]]:
        """Which of these keys are there already, whoever owns them: one number is one record in the whole company."""
        found = tables.table(self._session, object_key)
        columns = [found.c[part] for part in key]
        present: set[tuple[object, ...]] = set()
        for some in _chunks(list(values)):
            asked = select(*columns).where(found.c.deleted_at.is_(None), columns[0].in_([one[0] for one in some]))
            present.update(tuple(row) for row in self._session.execute(asked))
        return present


def _naming(object_def: ObjectDef, found: Table) -> list[str]:
    keys = [
        field.key
        for field in object_def.fields
        if field.type in _NAMED_BY and (field.unique or field.type == "auto_number")
    ]
    return [key for key in dict.fromkeys([object_def.title, *keys]) if key in found.c]


def _chunks(items: Sequence[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
