"""What a designer may be told: no title, value or person beyond what they see where they work."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from bihuan.kernel import conditions
from bihuan.kernel.conditions import Count, Node
from bihuan.objects import queries as objects
from bihuan.objects.definition import ObjectDef
from bihuan.org import queries as org
from bihuan.org.models import Person
from bihuan.org.viewer import Viewer
from bihuan.process.definition import Gate, Process
from bihuan.records import policy
from bihuan.records import queries as records
from bihuan.rules import definition as rules
from bihuan.rules.definition import RuleDef

_EVERYBODY = 100_000


def titles(session: Session, viewer: Viewer, object_key: str, record_ids: Collection[int]) -> Mapping[int, str]:
    """What records are called, for one who reads them; the bare number for whom the name is hidden."""
    found = objects.objects(session).get(object_key)
    if found is None or not viewer.may_do(object_key, "read"):
        return {}
    if found.title in policy.hidden(viewer, found):
        return {record_id: f"#{record_id}" for record_id in record_ids}
    return records.titles(session, object_key, record_ids)


def known_people(session: Session, viewer: Viewer) -> frozenset[int] | None:
    """The people in the viewer's range; None for who sees everybody."""
    range_ = org.seeing(viewer, Person.pos)
    if not range_:
        return None
    return frozenset(one.id for one in org.in_sight(session, range_, q="", limit=_EVERYBODY))


def askable(viewer: Viewer, processes: Mapping[str, Process], *known: Mapping[str, ObjectDef]) -> dict[str, Process]:
    """The processes that may be tried for this viewer, asking for nothing that is closed to them.

    Whether a gate would have opened tells what stands in the fields it looks at. `known` are the objects, as they are
    now and as a draft has them.
    """
    return {
        key: _asking(viewer, found, *known) for key, found in processes.items() if viewer.may_do(found.object, "read")
    }


def _asking(viewer: Viewer, process: Process, *known: Mapping[str, ObjectDef]) -> Process:
    stages = tuple(
        stage.model_copy(update={"gate": _gate(viewer, stage.gate, process.object, *known)}) for stage in process.stages
    )
    return process.model_copy(update={"stages": stages})


def _gate(viewer: Viewer, gate: Gate, object_key: str, *known: Mapping[str, ObjectDef]) -> Gate:
    closed = _closed(viewer, object_key, *known)
    chosen = {key for choice in gate.alternatives for way in choice.ways for key in way}
    return gate.model_copy(
        update={
            "fields": tuple(key for key in gate.fields if key not in closed),
            "checks": tuple(check for check in gate.checks if not _tells(viewer, check.holds, object_key, *known)),
            "deliverables": tuple(
                thing
                for thing in gate.deliverables
                if thing.kind != "record" or thing.key in chosen or viewer.may_do(thing.object or "", "read")
            ),
        }
    )


def _tells(viewer: Viewer, condition: Node, object_key: str, *known: Mapping[str, ObjectDef]) -> bool:
    if conditions.fields_of(condition) & _closed(viewer, object_key, *known):
        return True
    counts = [part for part in conditions.comparisons(condition) if isinstance(part, Count)]
    return any(_counts_closed(viewer, count, *known) for count in counts)


def _counts_closed(viewer: Viewer, count: Count, *known: Mapping[str, ObjectDef]) -> bool:
    closed = _closed(viewer, count.count, *known)
    asked = {count.via} if count.where is None else {count.via, *conditions.fields_of(count.where)}
    return not viewer.may_do(count.count, "read") or bool(asked & closed)


def _closed(viewer: Viewer, object_key: str, *known: Mapping[str, ObjectDef]) -> frozenset[str]:
    closed = viewer.hidden(object_key)
    # By each of these readings: a formula may tell of a closed field today, or once the draft lives.
    return closed.union(*(one[object_key].telling_of(closed) for one in known if object_key in one))


def rule_tells(viewer: Viewer, rule: RuleDef, *known: Mapping[str, ObjectDef]) -> bool:
    """Whether what a rule comes to would tell this viewer what stands in a field that is closed to them."""
    if any(_tells(viewer, condition, rule.object, *known) for _, condition in rule.conditions()):
        return True
    people = [whom for _, action in rule.actions() for whom in rules.meant(action)]
    members = {whom.key for whom in people if whom.who == "member"}
    return bool(members & _closed(viewer, rule.object, *known))
