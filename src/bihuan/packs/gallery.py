"""The packs as products on a shelf: what each promises, for whom, how much is in it, its picture and its handbook.

`shelf(lang)` is all that a gallery shows, `shown(key, lang)` one of it. Nothing here looks at a workspace: packs
travel inside the product and are the same for everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from bihuan.design import commands as design
from bihuan.design.definition import Blueprint
from bihuan.kernel.words import Lang, Words
from bihuan.packs import picturing, reading


class Part(BaseModel):
    """Base of what a `pack.yaml` says: never changed once read, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(Part):
    """A reference value of the trade, and where it comes from: 经验值 where it is nobody's statistics."""

    label: Words
    value: Words
    source: Words


class Card(Part):
    """What `pack.yaml` says of a pack. `place` orders the shelf, the lowest first."""

    title: Words
    promise: Words
    for_whom: Words
    inside: tuple[Words, ...] = Field(min_length=1)
    figures: tuple[Figure, ...] = ()
    tags: tuple[Words, ...] = ()
    place: int = 100


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How much there is in a pack; `scripts` are those of stages and of kinds of contact together."""

    stages: int
    objects: int
    fields: int
    deliverables: int
    scripts: int
    checks: int  # lines of checklists
    samples: int
    roles: int


@dataclass(frozen=True, kw_only=True)
class ShownFigure:
    """A reference value in one language."""

    label: str
    value: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One pack as the gallery shows it, in one language.

    `picture` is a whole SVG that needs nothing else; `handbook` is Markdown; `stages` are the names of the stages of
    its first process, in their order; `company` is the name of its sample company, None where it has none.
    """

    key: str
    title: str
    promise: str
    for_whom: str
    inside: tuple[str, ...]
    figures: tuple[ShownFigure, ...]
    tags: tuple[str, ...]
    counts: Counts
    stages: tuple[str, ...]
    company: str | None
    picture: str
    handbook: str


def shelf(lang: Lang) -> list[Shown]:
    """Every pack, in the order of the shelf."""
    keys = reading.keys()
    listed = [shown(key, lang) for key in keys]
    return sorted(listed, key=lambda one: _card(one.key).place)


@cache  # packs come with the program: they are the same until another one is installed
def shown(key: str, lang: Lang) -> Shown:
    """One pack. NoSuchPack names those there are."""
    card, blueprint, story = _card(key), _blueprint(key), reading.company(key)
    return Shown(
        key=key,
        title=card.title.say(lang),
        promise=card.promise.say(lang),
        for_whom=card.for_whom.say(lang),
        inside=tuple(line.say(lang) for line in card.inside),
        figures=tuple(
            ShownFigure(label=one.label.say(lang), value=one.value.say(lang), source=one.source.say(lang))
            for one in card.figures
        ),
        tags=tuple(tag.say(lang) for tag in card.tags),
        counts=counted(blueprint),
        stages=tuple(stage.label.say(lang) for process in blueprint.processes[:1] for stage in process.stages),
        company=str(story["name"]) if "name" in story else None,
        picture=picturing.picture(blueprint, lang),
        handbook=reading.handbook(key, lang),
    )


def counted(blueprint: Blueprint) -> Counts:
    """How much is in a configuration."""
    stages = [stage for process in blueprint.processes for stage in process.stages]
    things = [thing for process in blueprint.processes for thing in process.deliverables()]
    kinds = blueprint.activity_kinds
    return Counts(
        stages=len(stages),
        objects=len(blueprint.objects),
        fields=sum(len(one.fields) for one in blueprint.objects),
        deliverables=len(things),
        scripts=len([stage for stage in stages if stage.script]) + sum(len(kind.scripts) for kind in kinds),
        checks=sum(len(stage.checklist) for stage in stages) + sum(len(kind.checklist) for kind in kinds),
        samples=len({thing.sample.name for thing in things if thing.sample}),
        roles=len(blueprint.roles),
    )


@cache
def _card(key: str) -> Card:
    return Card.model_validate(reading.card(key))


@cache
def _blueprint(key: str) -> Blueprint:
    return design.read(reading.blueprint(key))
