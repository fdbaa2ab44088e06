"""The dry run: all sources of an import together, against the workspace as it is. Nothing is written. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from graphlib import CycleError, TopologicalSorter

from bihuan.importer import fitting, guessing, people, rows, whole_rows
from bihuan.importer.definition import PEOPLE, Plan, Source
from bihuan.importer.findings import MOST_VALUES, Findings
from bihuan.importer.people import Staff
from bihuan.importer.rows import Coming, Ready, Rows
from bihuan.importer.table import Table
from bihuan.importer.world import Pending, World
from bihuan.kernel.refusals import Invalid

Tables = Mapping[tuple[str, str | None], Table]


@dataclass(kw_only=True)
class Checked:
    """One source as it was found: what is ready to be written, and what is in the way of the rest."""

    source: Source
    table: Table
    findings: Findings
    ready: list[Ready] = field(default_factory=list)
    staff: Staff | None = None

    @property
    def numbers(self) -> dict[str, int]:
        """Rows read = rows ready + rows held back; blank rows are counted aside."""
        total, held = len(self.table.rows), len(self.findings.held)
        return {
            "rows": total,
            "ready": total - held,
            "skipped": held,
            "with_problems": len(self.findings.flawed),
            "blank": self.table.blank,
        }


@dataclass(kw_only=True)
class Result:
    """A whole import, checked: its plan with everything filled in, and its sources in the order of writing."""

    plan: Plan
    sources: list[Checked]
    coming: Coming

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers of all sources together."""
        total: Counter[str] = Counter()
        for checked in self.sources:
            total.update(checked.numbers)
        total["created_missing"] = sum(map(len, self.coming.created.values()))
        total["people"] = sum(len(checked.staff.newcomers) for checked in self.sources if checked.staff)
        return dict(total)


def completed(plan: Plan, tables: Tables, world: World) -> Plan:
    """The plan with everything filled in that it leaves open. Invalid names all that doesn't fit."""
    faults = fitting.unknown_objects(plan, world)
    if faults:
        raise Invalid(faults)
    sources = []
    for source in plan.sources:
        table = tables[source.file, source.sheet]
        aligned = fitting.aligned(source, table)
        if aligned.object == PEOPLE:
            aligned = guessing.completed(aligned, table, world)
        faults += fitting.faults(aligned, table, world)
        sources.append((aligned, table))
    if faults:
        raise Invalid(faults)
    return plan.model_copy(update={"sources": tuple(guessing.completed(*found, world) for found in sources)})


def check(plan: Plan, tables: Tables, world: World, *, now: datetime) -> Result:
    """Read every row of every source. Invalid when the mapping itself doesn't fit."""
    plan = completed(plan, tables, world)
    coming = Coming()
    checked = [_one(source, tables[source.file, source.sheet], world, coming, now) for source in _ordered(plan, world)]
    _note_unreferenced(checked, coming)
    return Result(plan=plan, sources=checked, coming=coming)


def _one(source: Source, table: Table, world: World, coming: Coming, now: datetime) -> Checked:
    work = Rows(source=source, table=table, world=world, coming=coming, now=now)
    if source.object == PEOPLE:
        staff = people.read(work)
        rows.note_unused(work)
        return Checked(source=source, table=table, findings=work.findings, staff=staff)
    rows.read_columns(work)
    rows.fill_in(work)
    whole_rows.refuse_twins(work)
    owners, places = whole_rows.owners(work), whole_rows.placements(work)
    _announce(work)
    whole_rows.point_home(work)
    ready = [
        Ready(
            number=table.numbers[place],
            values={key: found for key, values in work.values.items() if (found := values[place]) is not None},
            owner=owners[place],
            placement=places[place],
        )
        for place in work.standing()
    ]
    return Checked(source=source, table=table, findings=work.findings, ready=ready)


def _announce(work: Rows) -> None:
    """Let later rows and sources point at these records by the names that people write."""
    object_def = work.object_def
    named = {object_def.title, *work.source.key, *(found.key for found in object_def.fields if found.unique)}
    columns = [work.values[key] for key in sorted(named) if key in work.values]
    for place in work.standing():
        work.coming.add(whole_rows.pending_at(work, place), *(values[place] for values in columns))


def _ordered(plan: Plan, world: World) -> list[Source]:
    """People first, then what others point at before what points at it."""
    wanted: dict[str, set[str]] = {}
    for source in plan.sources:
        pointed = wanted.setdefault(source.object, set())
        if source.object == PEOPLE:
            continue
        pointed.add(PEOPLE)
        for column in (source.columns or {}).values():
            found = [world.objects()[source.object].field(target) for target in column.field]
            pointed |= {one.to for one in found if one is not None and one.to and one.to != source.object}
    try:
        order = list(TopologicalSorter(wanted).static_order())
    except CycleError as circle:
        message = "These objects point at each other; bring them in one after the other."
        raise Invalid(
            [{"place": "sources", "code": "circular_sources", "message": message, "objects": circle.args[1]}]
        ) from circle
    return sorted(plan.sources, key=lambda source: order.index(source.object))


def _note_unreferenced(checked: list[Checked], coming: Coming) -> None:
    """Name what came in that nothing in this import refers to: people without a deal, products nobody bought."""
    used = {pending.object_key for pending in coming.used}
    for one in checked:
        if one.source.object not in used:
            continue
        if one.staff is not None:
            # Whoever is only named as a manager is referred to by that; the rows are about the others.
            unused = [
                new.name
                for new in one.staff.newcomers
                if not new.leads and Pending(PEOPLE, new.login) not in coming.used
            ]
        else:
            title = one.source.key[0] if one.source.key else None
            unused = [
                str(ready.values.get(title or "", ready.number))
                for ready in one.ready
                if whole_rows.pending(one.source, ready.number) not in coming.used
            ]
        if unused:
            found = one.findings.finding("never_referenced", None, None, treatment="keep")
            found.examples = unused[:MOST_VALUES]
            one.findings.note(found, Counter(), count=len(unused))
