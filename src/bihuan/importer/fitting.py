"""Whether a mapping fits the files and the workspace. Everything that doesn't is named at once. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bihuan.importer.definition import OWNER, PEOPLE, PERSON_PARTS, STAGE, Plan, Source
from bihuan.importer.findings import KINDS
from bihuan.importer.guessing import importable
from bihuan.importer.likeness import nearest
from bihuan.importer.table import Table, folded
from bihuan.importer.world import World
from bihuan.objects import fields
from bihuan.objects.definition import FieldDef, ObjectDef
from bihuan.objects.field_types import Wrong
from bihuan.process.definition import Process

Fault = dict[str, object]
_POINTING = frozenset({"reference", "member", "team"})


def aligned(source: Source, table: Table) -> Source:
    """The source with its headings written as the file writes them, where only case, width or blanks differ."""
    written = {folded(header): header for header in table.headers}

    def own(header: str | None) -> str | None:
        return written.get(folded(header), header) if header else header

    changes: dict[str, object] = {"owner": own(source.owner)}
    if source.columns is not None:
        changes["columns"] = {own(header): column for header, column in source.columns.items()}
    if source.journey is not None:
        read = ("stage", "started_at", "entered_at", "closed_at", "reason")
        changes["journey"] = source.journey.model_copy(
            update={name: own(getattr(source.journey, name)) for name in read}
        )
    return source.model_copy(update=changes)


def unknown_objects(plan: Plan, world: World) -> list[Fault]:
    """Sources whose object isn't in the workspace."""
    known = sorted(world.objects())
    return [
        _fault(source, "unknown_object", "There is no such object here.", value=source.object, known=[PEOPLE, *known])
        for source in plan.sources
        if source.object != PEOPLE and source.object not in world.objects()
    ]


def faults(source: Source, table: Table, world: World) -> Iterator[Fault]:
    """All that doesn't fit in one source."""
    yield from _headers(source, table)
    yield from _remedies(source)
    if source.object == PEOPLE:
        yield from _people(source, world)
        return
    object_def, process = world.objects()[source.object], world.process_for(source.object)
    yield from _targets(source, object_def, world.closed_fields(source.object), with_stage=process is not None)
    yield from _defaults(source, object_def)
    yield from _creating(source, object_def, world)
    if source.journey is not None:
        yield from _journey(source, process)


def _fault(source: Source, code: str, message: str, **facts: object) -> Fault:
    return {"place": f"sources.{source.file}", "code": code, "message": message, **facts}


def _headers(source: Source, table: Table) -> Iterator[Fault]:
    asked = [*(source.columns or {}), *((source.owner,) if source.owner else ())]
    asked += source.journey.headers() if source.journey else ()
    for header in dict.fromkeys(asked):
        if header not in table.headers:
            yield _fault(
                source,
                "unknown_header",
                "The file has no column with this heading.",
                header=header,
                nearest=nearest(header, table.headers),
                known=list(table.headers),
            )


def _remedies(source: Source) -> Iterator[Fault]:
    asked = list(source.remedies.items())
    asked += [pair for column in (source.columns or {}).values() for pair in column.remedies.items()]
    for kind, remedy in asked:
        if kind not in KINDS or remedy not in KINDS[kind].remedies:
            known = list(KINDS[kind].remedies) if kind in KINDS else sorted(KINDS)
            yield _fault(
                source, "bad_remedy", "This is no remedy for this problem.", kind=kind, remedy=remedy, known=known
            )


def _people(source: Source, world: World) -> Iterator[Fault]:
    filled = [target for column in (source.columns or {}).values() for target in column.field]
    for target in filled:
        if target not in PERSON_PARTS:
            yield _fault(source, "unknown_field", "A person has no such part.", field=target, known=list(PERSON_PARTS))
    if "name" not in filled:
        yield _fault(source, "no_name", "One column has to hold the names.", known=list(PERSON_PARTS))
    plan = source.people
    for role in (plan.role, plan.manager_role, *plan.roles.values()):
        if role not in world.roles():
            yield _fault(source, "unknown_role", "There is no such role.", value=role, known=sorted(world.roles()))


def _targets(source: Source, object_def: ObjectDef, closed: frozenset[str], *, with_stage: bool) -> Iterator[Fault]:
    open_to = {field.key for field in object_def.fields} | {OWNER} | ({STAGE} if with_stage else set())
    targets = [target for column in (source.columns or {}).values() for target in column.field]
    for target in dict.fromkeys([*targets, *source.key, *source.defaults]):
        field = object_def.field(target)
        if target not in open_to:
            like = nearest(target, open_to)
            yield _fault(
                source, "unknown_field", "There is no such field.", field=target, nearest=like, known=sorted(open_to)
            )
        elif target in closed:
            yield _fault(source, "closed_field", "Your role may not write this field.", field=target)
        elif field is not None and not importable(field):
            yield _fault(
                source, "not_importable", "This field cannot come from a table.", field=target, type=field.type
            )
    for target in sorted({target for target in targets if targets.count(target) > 1}):
        yield _fault(source, "field_twice", "Several columns fill this field.", field=target)


def _defaults(source: Source, object_def: ObjectDef) -> Iterator[Fault]:
    for key, given in source.defaults.items():
        field = object_def.field(key)
        if field is None:
            continue
        try:
            fields.of(field.type).read(given, field)
        except Wrong as wrong:
            yield _fault(source, wrong.code, wrong.message, field=key, **wrong.facts)


def _creating(source: Source, object_def: ObjectDef, world: World) -> Iterator[Fault]:
    """What is missing can be created where its name is all that it needs."""
    for header, column in (source.columns or {}).items():
        asked = [object_def.field(target) for target in column.field]
        if source.remedy("reference_not_found", header) != "create":
            continue
        for field in asked:
            if field is not None and field.type in _POINTING and not _from_its_name(field, world):
                message = "What this column points at cannot be created from its name alone."
                yield _fault(source, "cannot_create", message, header=header, field=field.key)


def _from_its_name(field: FieldDef, world: World) -> bool:
    return creatable(field, world.objects(), world.closed_fields(field.to or ""))


def creatable(field: FieldDef, objects: Mapping[str, ObjectDef], closed: frozenset[str]) -> bool:
    """Whether what a field points at is a record that needs nothing but its name."""
    to = objects.get(field.to or "")
    if field.type != "reference" or to is None or to.title in closed:
        return False
    needed = {one.key for one in to.fields if one.required and one.default is None}
    return to.by_key[to.title].type == "text" and needed <= {to.title}


def _journey(source: Source, process: Process | None) -> Iterator[Fault]:
    plan = source.journey
    assert plan is not None
    if process is None or (plan.process is not None and plan.process != process.key):
        known = [process.key] if process else []
        yield _fault(
            source, "unknown_process", "Records of this object do not go through it.", value=plan.process, known=known
        )
        return
    stages = [stage.key for stage in process.stages]
    asked: Mapping[str, str | None] = {**plan.stages, **{value: end.stage for value, end in plan.outcomes.items()}}
    for value, stage in asked.items():
        if stage is not None and stage not in stages:
            like = nearest(stage, stages)
            yield _fault(
                source,
                "unknown_stage",
                "The process has no such stage.",
                value=value,
                stage=stage,
                nearest=like,
                known=stages,
            )
