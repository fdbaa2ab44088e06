"""The object and the process that a log needs: its cases, and its activities as stages in their usual order. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pypinyin import Style, lazy_pinyin

from bihuan.importer.event_logs.checking import CheckedLog
from bihuan.importer.event_logs.refusals import NameInUse, TooManyActivities
from bihuan.objects.definition import ObjectDef
from bihuan.process.definition import MOST_STAGES, Process

CASE_ID = "case_id"
_LONGEST_KEY = 40
_SUFFIX = "_case"
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_KINDS = re.compile(r"(\.(csv|xes|xml|txt|tsv|gz))+$", re.IGNORECASE)
_KEPT_KEYS = frozenset({"won", "lost"})


@dataclass(frozen=True, kw_only=True)
class Naming:
    """What the process of a log is called, and the keys of the process and of its cases."""

    label: str
    process: str
    object: str


def naming(file: str, asked: str | None) -> Naming:
    """The names for a log: as asked, else after the file."""
    label = " ".join((asked or _KINDS.sub("", file)).split()) or "log"
    stem = _key(label, "log")[: _LONGEST_KEY - len(_SUFFIX)].strip("_")
    return Naming(label=label, process=stem, object=stem + _SUFFIX)


def stage_keys(log: CheckedLog, process: Process | None) -> dict[str, str]:
    """The stage of each activity: the one that is called so already, else a new one. TooManyActivities beyond them."""
    keys = {stage.label.zh: stage.key for stage in process.stages} if process else {}
    for activity in _usual_order(log):
        if activity not in keys:
            keys[activity] = _unused(_key(activity, "step"), set(keys.values()) | _KEPT_KEYS)
    if len(keys) > MOST_STAGES:
        raise TooManyActivities(activities=len(keys), most_activities=MOST_STAGES)
    return keys


def body_with(
    body: Mapping[str, Any], log: CheckedLog, names: Naming, objects: Mapping[str, ObjectDef], process: Process | None
) -> dict[str, Any] | None:
    """The configuration with this log's object and process in it; None when both are there with every stage.

    What stands there already is left as it is: new stages come behind the old ones. NameInUse for what came from
    no log.
    """
    if process is None and names.object in objects:
        raise NameInUse(name=names.object)
    if process is not None and (process.object != names.object or objects[names.object].field(CASE_ID) is None):
        raise NameInUse(name=process.key)
    keys = stage_keys(log, process)
    known = {stage.key for stage in process.stages} if process else set()
    fresh = [{"key": key, "label": activity} for activity, key in keys.items() if key not in known]
    if process is not None:
        return {**body, "processes": [_grown(part, names, fresh) for part in body["processes"]]} if fresh else None
    return {
        **body,
        "objects": [*body.get("objects", ()), _cases(names)],
        "processes": [*body.get("processes", ()), _process(names, fresh)],
    }


def _grown(part: Mapping[str, Any], names: Naming, fresh: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return {**part, "stages": [*part["stages"], *fresh]} if part["key"] == names.process else part


def _cases(names: Naming) -> dict[str, Any]:
    return {
        "key": names.object,
        "label": {"zh": f"{names.label} 案例", "en": f"{names.label} case"},
        "plural": {"zh": f"{names.label} 案例", "en": f"{names.label} cases"},
        "title": CASE_ID,
        "quick": [CASE_ID],
        "list_columns": [CASE_ID],
        "fields": [
            {
                "key": CASE_ID,
                "label": {"zh": "案例编号", "en": "Case"},
                "type": "text",
                "required": True,
                "unique": True,
            }
        ],
    }


def _process(names: Naming, stages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "key": names.process,
        "label": names.label,
        "object": names.object,
        "won": {"zh": "结束", "en": "Ended"},
        "lost": {"zh": "中止", "en": "Given up"},
        "stages": list(stages),
    }


def _usual_order(log: CheckedLog) -> list[str]:
    """The activities as they usually follow each other: by their mean place in the cases that come to them."""
    places: dict[str, list[int]] = defaultdict(list)
    for steps in log.cases.values():
        firsts: dict[str, int] = {}
        for place, step in enumerate(steps):
            firsts.setdefault(step.activity, place)
        for activity, place in firsts.items():
            places[activity].append(place)
    return sorted(places, key=lambda name: (sum(places[name]) / len(places[name]), -len(places[name]), name))


def _key(label: str, otherwise: str) -> str:
    plain = "".join(f" {part} " for part in lazy_pinyin(label, style=Style.NORMAL)) if not label.isascii() else label
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().lower()
    key = _NOT_IN_KEY.sub("_", plain).strip("_")
    if not key or not key[0].isalpha():
        key = f"{otherwise}_{key}".strip("_")
    return key[:_LONGEST_KEY].strip("_")


def _unused(key: str, taken: Collection[str]) -> str:
    number, found = 1, key
    while found in taken:
        number += 1
        tail = f"_{number}"
        found = key[: _LONGEST_KEY - len(tail)].strip("_") + tail
    return found
