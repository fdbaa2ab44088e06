"""Packs as products: each says what it promises in both languages, counts itself, draws itself and explains itself."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from bihuan.design import commands as design
from bihuan.design.definition import Blueprint
from bihuan.kernel.words import LANGS, Lang
from bihuan.packs import gallery, picturing, reading, samples

HANZI = re.compile("[\u4e00-\u9fff]")
SVG = "{http://www.w3.org/2000/svg}"
PACKS = reading.keys()
EVERY = [(pack, lang) for pack in PACKS for lang in LANGS]
LEAST = {"zh": 700, "en": 1500}  # signs of a handbook that says something


def texts(picture: str) -> list[str]:
    """Whatever a picture says in letters."""
    root = ET.fromstring(picture)
    return [found.text or "" for found in root.iter(f"{SVG}text")]


def test_every_pack_stands_on_the_shelf_once_in_its_place() -> None:
    assert sorted(one.key for one in gallery.shelf("zh")) == PACKS
    assert gallery.shelf("en")[-1].key == "starter"


@pytest.mark.parametrize(("pack", "lang"), EVERY)
def test_a_pack_says_what_it_promises_and_for_whom(pack: str, lang: Lang) -> None:
    one = gallery.shown(pack, lang)
    said = [one.title, one.promise, one.for_whom, *one.inside, *one.tags, *one.stages]
    said += [part for figure in one.figures for part in (figure.label, figure.value, figure.source)]
    assert len(one.inside) > 2
    assert len(one.figures) > 1
    assert [text for text in said if not text.strip()] == []
    if lang == "en":
        assert [text for text in said if HANZI.search(text)] == []


@pytest.mark.parametrize("pack", PACKS)
def test_reference_values_say_where_they_come_from(pack: str) -> None:
    assert {figure.source for figure in gallery.shown(pack, "zh").figures} == {"经验值"}


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_counts_what_is_in_it(pack: str) -> None:
    counts, found = gallery.shown(pack, "zh").counts, design.read(reading.blueprint(pack))
    assert counts.stages == sum(len(process.stages) for process in found.processes) > 3
    assert counts.objects == len(found.objects) > 2
    assert counts.deliverables > 2
    assert counts.samples == len(samples.files(pack))


@pytest.mark.parametrize(("pack", "lang"), EVERY)
def test_the_picture_shows_every_stage_and_deliverable_in_its_language(pack: str, lang: Lang) -> None:
    found = design.read(reading.blueprint(pack))
    said = texts(gallery.shown(pack, lang).picture)
    for process in found.processes:
        for stage in process.stages:
            assert stage.label.say(lang) in said
        for thing in process.deliverables():
            often = f" ×{thing.count}" if thing.count > 1 else ""
            assert thing.label.say(lang) + often in said
    if lang == "en":
        assert not HANZI.search("".join(said))


def test_the_same_configuration_gives_the_same_picture_and_another_another() -> None:
    document = reading.blueprint("starter")
    one = design.read(document)
    document["processes"][0]["stages"][0]["label"] = {"zh": "别的", "en": "Other"}
    assert picturing.picture(one, "zh") == picturing.picture(design.read(reading.blueprint("starter")), "zh")
    assert "别的" in picturing.picture(design.read(document), "zh")


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"/><image href="x"/>', "]]>&lt;", "a\u202eb\u0000c", "长" * 2000, "W" * 2000]
)
def test_names_are_only_text_in_a_picture(name: str) -> None:
    document = reading.blueprint("starter")
    stage = document["processes"][0]["stages"][1]
    stage["label"] = document["name"] = name
    stage["gate"]["deliverables"][0]["label"] = name
    picture = picturing.picture(Blueprint.model_validate(document), "zh")
    root = ET.fromstring(picture)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {"svg", "title", "rect", "circle", "path", "text"}
    assert "\u202e" not in picture
    assert max(len(text) for text in texts(picture)) < 80


@pytest.mark.parametrize(("pack", "lang"), EVERY)
def test_the_handbook_explains_every_stage(pack: str, lang: Lang) -> None:
    one = gallery.shown(pack, lang)
    assert one.handbook.startswith(f"# {one.title}")
    assert LEAST[lang] < len(one.handbook) < 6000
    assert [stage for stage in one.stages if stage not in one.handbook] == []
    assert one.handbook.count("\n## ") > 2
    assert ("级" if lang == "zh" else "grade") in one.handbook.lower(), "who is an A, and what follows from it"
    if lang == "en":
        assert not HANZI.search(one.handbook)
