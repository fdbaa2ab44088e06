"""The holidays of mainland China: the years that came with the product, and the way later years come in."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from importlib import resources

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


_years = TypeAdapter(dict[int, _Year])


@cache
def published() -> Holidays:
    """The holidays of the years that came with the product."""
    return read_years(resources.files(__package__).joinpath("cn.yaml").read_text(encoding="utf-8"))


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
