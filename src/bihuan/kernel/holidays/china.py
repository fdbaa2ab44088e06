"""The holidays of mainland China: the years that came with the product, and the way later years come in."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from importlib import resources
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bihuan.kernel.calendar import Holidays


class _Holiday(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rest: str
    work: tuple[str, ...] = ()


class _Year(BaseModel):
    model_config = ConfigDict(extra="forbid")

    notice: str
    holidays: dict[str, _Holiday]


class _Day(BaseModel):
    name: str = Field(max_length=60)
    date: date
    isOffDay: bool  # noqa: N815 - the public schema's own name


class _HolidayCn(BaseModel):
    year: int = Field(ge=2000, le=2200)
    papers: tuple[str, ...] = ()
    days: tuple[_Day, ...] = Field(default=(), max_length=400)


FOLDER = "holidays"  # below the data folder
_imported: Path | None = None
_years = TypeAdapter(dict[int, _Year])


@cache
def published() -> Holidays:
    """The holidays of the years that came with the product, and of those that were imported since."""
    found = read_years(resources.files(__package__).joinpath("cn.yaml").read_text(encoding="utf-8"))
    for path in sorted(_imported.glob("*.json")) if _imported is not None else ():
        found = _with_year(found, read_holiday_cn(path.read_bytes()))
    return found


def use(folder: Path) -> None:
    """From now on, what was imported into this folder counts too."""
    global _imported  # noqa: PLW0603 - which folder a process lives in is decided once, when it starts
    _imported = folder
    published.cache_clear()


def keep(content: bytes, folder: Path) -> Holidays:
    """Put one year's file into the folder. ValueError when it isn't one, or announces nothing."""
    found = read_holiday_cn(content)
    if not found.known_years:
        raise ValueError("this year has not been announced yet")
    folder.mkdir(parents=True, exist_ok=True)
    (year,) = found.known_years
    draft = folder / f"{year}.json.new"
    draft.write_bytes(content)
    draft.replace(folder / f"{year}.json")
    return found


def _with_year(known: Holidays, later: Holidays) -> Holidays:
    """What is known with one year in the place of what was known of it."""

    def kept(days: frozenset[date]) -> frozenset[date]:
        return frozenset(day for day in days if day.year not in later.known_years)

    return Holidays(
        off=kept(known.off) | later.off,
        makeup=kept(known.makeup) | later.makeup,
        known_years=known.known_years | later.known_years,
        names={day: name for day, name in known.names.items() if day.year not in later.known_years} | dict(later.names),
    )


@cache
def notices() -> dict[int, str]:
    """For each year that came with the product, the address of the notice that announced its holidays."""
    text = resources.files(__package__).joinpath("cn.yaml").read_text(encoding="utf-8")
    return {year: of_year.notice for year, of_year in _years.validate_python(yaml.safe_load(text)).items()}


def read_years(text: str) -> Holidays:
    """The holidays written in the compact form of `cn.yaml`."""
    off: dict[date, str] = {}
    makeup: dict[date, str] = {}
    years = _years.validate_python(yaml.safe_load(text))
    for year, of_year in years.items():
        for name, holiday in of_year.holidays.items():
            first, _, last = holiday.rest.partition("..")
            day, end = _date(year, first), _date(year, last or first)
            while day <= end:
                off[day] = name
                day += timedelta(days=1)
            makeup.update({_date(year, text): name for text in holiday.work})
    return Holidays(off=frozenset(off), makeup=frozenset(makeup), known_years=frozenset(years), names=off | makeup)


def read_holiday_cn(text: str | bytes) -> Holidays:
    """The holidays of one year in the public holiday-cn JSON form. A year nobody has announced stays unknown."""
    file = _HolidayCn.model_validate(json.loads(text))
    return Holidays(
        off=frozenset(day.date for day in file.days if day.isOffDay),
        makeup=frozenset(day.date for day in file.days if not day.isOffDay),
        known_years=frozenset({file.year} if file.days else ()),
        names={day.date: day.name for day in file.days},
    )


def _date(year: int, month_day: str) -> date:
    """The day `02-14` of a year."""
    return date.fromisoformat(f"{year}-{month_day}")
