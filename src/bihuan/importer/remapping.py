"""A mapping as it is sent: a whole plan, one source of it, or just headings and fields; and one-click fixes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bihuan.importer.definition import OWNER, STAGE, Column, Plan, Source
from bihuan.importer.table import folded
from bihuan.kernel.refusals import Invalid

_MOST_TOLD = 20
Sent = Mapping[str, Any]


class Fix(BaseModel):
    """What to do about one problem, as the report told it: replace a value by another, or choose a remedy."""

    model_config = ConfigDict(extra="forbid")

    file: Annotated[str, Field(max_length=200)] | None = None
    column: Annotated[str, Field(max_length=200)] | None = None
    kind: Annotated[str, Field(max_length=40)]
    remedy: Literal["replace", "skip_rows", "leave_empty", "create", "importer", "keep"]
    value: Annotated[str, Field(max_length=500)] | None = None
    by: Annotated[str, Field(max_length=500)] | None = None


def begun(files: Sequence[str], object_key: str | None, mapping: Sent | None) -> Plan:
    """The plan for fresh files: the one that was sent, or an open one to be filled in."""
    if mapping and "sources" in mapping:
        return read(mapping)
    plan = read({"sources": [{"file": name, "object": object_key or ""} for name in files]})
    return merged(plan, mapping) if mapping else plan


def read(said: Sent) -> Plan:
    """A whole plan. Invalid names every place that isn't one."""
    try:
        return Plan.model_validate(said)
    except ValidationError as fault:
        raise Invalid(
            [
                {
                    "place": ".".join(map(str, error["loc"])),
                    "code": "bad_mapping",
                    "message": error["msg"],
                }
                for error in fault.errors(include_url=False, include_input=False)[:_MOST_TOLD]
            ]
        ) from fault


def merged(plan: Plan, mapping: Sent) -> Plan:
    """The plan with what was sent in its place: all of it, parts of its one source, or that source's headings alone."""
    if "sources" in mapping:
        return read(mapping)
    if len(plan.sources) != 1:
        message = "This import has several files: send its mapping as a whole, with `sources`."
        raise Invalid([{"place": "mapping", "code": "bad_mapping", "message": message}])
    source = plan.sources[0]
    if all(target is None or isinstance(target, str) for target in mapping.values()) and not _parts(mapping):
        changed = {"columns": _columns(source, mapping), "owner": None, "journey": _journey(source, mapping)}
    else:
        changed = {**mapping, "file": source.file, "object": source.object}
    whole = plan.model_dump(mode="json")
    whole["sources"] = [source.model_dump(mode="json") | changed]
    return read(whole)


def _parts(mapping: Sent) -> bool:
    return "columns" in mapping or "journey" in mapping


def _columns(source: Source, mapping: Sent) -> dict[str, Any]:
    known = source.columns or {}
    found: dict[str, Any] = {}
    for header, target in mapping.items():
        column = known.get(header, Column())
        same = target is not None and target in column.field
        found[header] = (column if same else Column(field=(target,) if target else ())).model_dump(mode="json")
    return found


def _journey(source: Source, mapping: Sent) -> Any:  # noqa: ANN401 - JSON of a journey's plan, or nothing
    header = next((header for header, target in mapping.items() if target == STAGE), None)
    if header is None or source.journey is None:
        return None
    same = folded(source.stage_header() or "") == folded(header)
    kept = source.journey.model_dump(mode="json")
    return kept if same else {**kept, "stage": header, "stages": {}, "outcomes": {}}


def fixed(plan: Plan, fixes: Sequence[Fix]) -> Plan:
    """The plan with these fixes in it."""
    whole = plan.model_dump(mode="json")
    for fix in fixes:
        for source in whole["sources"]:
            if fix.file is None or source["file"] == fix.file:
                _fix(source, fix)
    return read(whole)


def _fix(source: dict[str, Any], fix: Fix) -> None:
    columns = source["columns"] = source["columns"] or {}
    if fix.column is None:
        source["remedies"][fix.kind] = fix.remedy
        return
    column = columns.setdefault(fix.column, Column().model_dump(mode="json"))
    if fix.remedy == "replace":
        column["replace"][fix.value or ""] = fix.by
    else:
        column["remedies"][fix.kind] = fix.remedy


def short(source: Source, headers: Sequence[str]) -> dict[str, str | None]:
    """The mapping in its shortest form: each heading and the first thing it fills."""
    known = source.columns or {}
    found: dict[str, str | None] = {}
    for header in headers:
        fields = known[header].field if header in known else ()
        found[header] = fields[0] if fields else None
        if found[header] is None and header == source.stage_header():
            found[header] = STAGE
        if found[header] is None and header == source.owner_header():
            found[header] = OWNER
    return found
