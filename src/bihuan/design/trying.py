"""A pilot, thought through: what may move to another version, what waits until everybody has it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bihuan.kernel import calendar
from bihuan.kernel.calendar import Calendar, Limit
from bihuan.kernel.words import Lang, Words
from bihuan.objects.definition import ObjectDef
from bihuan.process.definition import Process

LONGEST = 366  # days that a pilot may run
NOTICE = Limit.read("2 workdays")  # before its end, whoever began it is told


@dataclass(frozen=True, kw_only=True)
class Stranded:
    """Journeys that stand where another version has no stage of that key: they can't go on by it."""

    process: str
    stage: str
    count: int


def has(processes: Mapping[str, Process], process_key: str, stage_key: str) -> bool:
    """Whether a journey in this stage can go on by a version with these processes."""
    found = processes.get(process_key)
    return found is not None and found.stage(stage_key) is not None


def stranded(
    places: Iterable[tuple[str, str, int]], here: Mapping[str, Process], there: Mapping[str, Process], lang: Lang
) -> list[Stranded]:
    """Of journeys that stand in these stages (process, stage, how many), those that can't go on `there`, in words."""
    counts: dict[tuple[str, str], int] = {}
    for process_key, stage_key, count in places:
        if not has(there, process_key, stage_key):
            counts[process_key, stage_key] = counts.get((process_key, stage_key), 0) + count
    return [_called(here.get(key), key, stage, count, lang) for (key, stage), count in counts.items()]


def _called(process: Process | None, key: str, stage_key: str, count: int, lang: Lang) -> Stranded:
    stage = process.stage(stage_key) if process else None
    return Stranded(
        process=process.label.say(lang) if process else key,
        stage=stage.label.say(lang) if stage else stage_key,
        count=count,
    )


def midnight_after(last_day: date, zone: str) -> datetime:
    """When a pilot is over that runs to the end of this day."""
    following = last_day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=ZoneInfo(zone))


def last_day(until: datetime, zone: str) -> date:
    """The last day on which a pilot runs that is over at this moment."""
    return (until.astimezone(ZoneInfo(zone)) - timedelta(microseconds=1)).date()


def first_workday(working: Calendar, now: datetime) -> datetime:
    """The beginning of the first workday of next month: when a company likes to change how it works."""
    today = now.astimezone(working.tz).date()
    day = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    while not calendar.is_workday(working, day):
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=working.tz)


def waiting(live: Mapping[str, ObjectDef], new: Mapping[str, ObjectDef]) -> Iterator[Words]:
    """What a pilot leaves as it is, since it would touch those who don't take part; a release to all brings it."""
    for found in live.values():
        after = new.get(found.key)
        if after is None:
            continue
        if after.visibility != found.visibility:
            yield Words(
                zh=f"谁能看到“{found.label.zh}”的记录，全员推广时才变。",
                en=f"Who sees records of “{found.label.en}” changes only with the release to all.",
            )
        for field in found.fields:
            there = after.field(field.key)
            if there is not None and there.unique != field.unique:
                yield Words(
                    zh=f"字段“{field.label.zh}”能不能重复，全员推广时才变。",
                    en=f"Whether “{field.label.en}” must be unique changes only with the release to all.",
                )


def told(found: Sequence[Stranded], lang: Lang) -> str:
    """Where journeys are stranded, in one line."""
    if lang == "zh":
        return "；".join(f"“{one.stage}”里有 {one.count} 个" for one in found)
    return "; ".join(f"{one.count} in “{one.stage}”" for one in found)
