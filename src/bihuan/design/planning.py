"""What a release would mean for those who work under the version that lives. Pure, and its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bihuan.kernel.words import Lang, Words
from bihuan.objects.definition import ObjectDef
from bihuan.process.definition import Process, Stage

Kind = Literal["stage_gone", "limit", "gate", "process_gone", "field_hidden", "object_hidden"]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Something that a release does to a part of the live version: which part, and how it is called."""

    kind: Kind
    place: str
    part: tuple[str, ...]  # process and stage, object and field, or the one that goes whole
    labels: tuple[Words, ...]


def effects(
    live: Mapping[str, Process],
    new: Mapping[str, Process],
    live_objects: Mapping[str, ObjectDef],
    new_objects: Mapping[str, ObjectDef],
) -> Iterator[Effect]:
    """All that a release would do to what is lived with now, in the order of the live version."""
    for process in live.values():
        yield from _of_process(process, new.get(process.key))
    for found in live_objects.values():
        yield from _of_object(found, new_objects.get(found.key))


def _of_process(process: Process, after: Process | None) -> Iterator[Effect]:
    place = f"processes.{process.key}"
    if after is None:
        yield Effect(kind="process_gone", place=place, part=(process.key,), labels=(process.label,))
        return
    for stage in process.stages:
        labels, inside = (process.label, stage.label), f"{place}.stages.{stage.key}"
        for kind in _of_stage(stage, after.stage(stage.key)):
            yield Effect(kind=kind, place=inside, part=(process.key, stage.key), labels=labels)


def _of_object(found: ObjectDef, after: ObjectDef | None) -> Iterator[Effect]:
    place = f"objects.{found.key}"
    if after is None:
        yield Effect(kind="object_hidden", place=place, part=(found.key,), labels=(found.label,))
        return
    for field in found.fields:
        if after.field(field.key) is None:
            labels, inside = (found.label, field.label), f"{place}.fields.{field.key}"
            yield Effect(kind="field_hidden", place=inside, part=(found.key, field.key), labels=labels)


def _of_stage(stage: Stage, after: Stage | None) -> Iterator[Kind]:
    if after is None:
        yield "stage_gone"
        return
    if stage.limit != after.limit:
        yield "limit"
    if stage.gate != after.gate:
        yield "gate"


def said(effect: Effect, count: int, red: int, lang: Lang, *, unseen: bool = False) -> str:
    """An effect in a sentence: how many it concerns, and how many of them would be overdue at once.

    `unseen`: how many is not the reader's to know.
    """
    sentence = (_UNSEEN if unseen else _SAID[effect.kind]).say(lang)
    return sentence.format(what=effect.labels[-1].say(lang), count=count, red=red)


_SAID: Mapping[Kind, Words] = {
    "stage_gone": Words(
        zh="阶段“{what}”被拿掉：{count} 个进行中的停在这一步，按原来的版本走完。",
        en="Stage “{what}” goes: {count} under way stand in it and go on under their own version.",
    ),
    "limit": Words(
        zh="阶段“{what}”的时限变了：{count} 个进行中的在这一步，按新时限有 {red} 个会马上变红；它们按原来的版本走完。",
        en="The limit of stage “{what}” changes: {count} under way stand in it, {red} would be red at once by the new"
        " one; they keep their own version.",
    ),
    "gate": Words(
        zh="离开阶段“{what}”的条件变了：{count} 个进行中的在这一步，按原来的条件走完。",
        en="What stage “{what}” asks for changes: {count} under way stand in it and keep what was asked of them.",
    ),
    "process_gone": Words(
        zh="流程“{what}”被拿掉：{count} 个进行中的按原来的版本走完，新建的不再进入流程。",
        en="Process “{what}” goes: {count} under way go on under their own version; new records begin none.",
    ),
    "field_hidden": Words(
        zh="字段“{what}”被隐藏：{count} 条记录里填过，30 天内可以恢复。",
        en="Field “{what}” is hidden: {count} records have a value; it can come back within 30 days.",
    ),
    "object_hidden": Words(
        zh="对象“{what}”被隐藏，连同 {count} 条记录；30 天内可以恢复。",
        en="Object “{what}” is hidden with {count} records; it can come back within 30 days.",
    ),
}
_UNSEEN = Words(
    zh="“{what}”变了；涉及多少你看不到，没有算。",
    en="“{what}” changes; how many it concerns is not yours to see, and was not counted.",
)
