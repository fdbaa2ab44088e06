"""What the packs promise: both languages, samples that open, gates as the trade wants them, places that are true."""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
import yaml
from PIL import Image
from python_calamine import CalamineWorkbook

from bihuan.design import commands as design
from bihuan.design.definition import Blueprint
from bihuan.packs import reading, samples
from bihuan.process.definition import Deliverable, Process, Stage
from bihuan.records import file_types

PACKS = reading.keys()
TRADES = ["fmcg-agent", "medical-device", "pump-valve", "shop-sales"]
HANZI = re.compile("[\u4e00-\u9fff]")
STAGES = {
    "pump-valve": ["线索", "初访", "方案", "报价", "签约"],
    "fmcg-agent": ["线索", "首访", "进场谈判", "首单", "陈列达标", "稳定复购"],
    "shop-sales": ["进店接待", "需求量尺", "方案报价", "定金签约", "安装交付", "回访转介绍"],
    "medical-device": ["线索初筛", "预约确认", "需求探询", "方案演示", "异议处理", "报价跟进", "签约归档"],
}
NO_STORY = {"blueprint.yaml", "pack.yaml"}
SMALL = 100 * 1024
NOBODYS = re.compile(r"1(?:38|39)0000\d{4}")
WORDS = {"customer", "product", "job", "contact", "rep", "n"}
MOST_KM, MANY = 60, 15
# West, south, east, north of each province; then the middle of each city (GeoNames), longitude first.
JIANGSU, ZHEJIANG = (116.3, 30.7, 122.0, 35.2), (118.0, 27.0, 123.2, 31.3)
PROVINCES = {
    "pump-valve": JIANGSU,
    "medical-device": ZHEJIANG,
    "fmcg-agent": JIANGSU,
    "shop-sales": ZHEJIANG,
}
CUSTOMERS = {"pump-valve": 200, "medical-device": 200, "fmcg-agent": 600, "shop-sales": 600}
CITIES: dict[str, tuple[float, float]] = {
    "苏州": (120.59538, 31.30408),
    "昆山": (120.95431, 31.37762),
    "太仓": (121.09389, 31.44778),
    "常熟": (120.74221, 31.64615),
    "张家港": (120.53889, 31.865),
    "无锡": (120.28857, 31.56887),
    "江阴": (120.26302, 31.91102),
    "宜兴": (119.82016, 31.36059),
    "常州": (119.95401, 31.77359),
    "溧阳": (119.48353, 31.42813),
    "南京": (118.77778, 32.06167),
    "高淳": (118.87489, 31.32769),
    "镇江": (119.45508, 32.21086),
    "丹阳": (119.56463, 31.99563),
    "扬中": (119.81536, 32.23931),
    "句容": (119.16284, 31.95165),
    "扬州": (119.43583, 32.39722),
    "高邮": (119.44182, 32.78933),
    "宝应": (119.30917, 33.22917),
    "泰州": (119.90812, 32.49069),
    "泰兴": (120.01361, 32.16667),
    "靖江": (120.2625, 32.01417),
    "兴化": (119.83576, 32.92958),
    "南通": (120.87472, 32.03028),
    "海门": (121.17274, 31.89619),
    "如东": (121.18552, 32.31737),
    "启东": (121.655, 31.81111),
    "如皋": (120.55528, 32.38833),
    "海安": (120.45, 32.54361),
    "盐城": (120.1573, 33.3575),
    "东台": (120.30947, 32.85231),
    "滨海": (119.83083, 33.99972),
    "响水": (119.80306, 34.37861),
    "连云港": (119.21556, 34.59845),
    "东海": (118.76495, 34.52352),
    "淮安": (119.01917, 33.58861),
    "沛县": (116.92472, 34.73611),
    "徐州": (117.28386, 34.20442),
    "邳州": (117.95028, 34.31139),
    "新沂": (118.34617, 34.38424),
    "丰县": (116.58717, 34.70388),
    "睢宁": (117.93307, 33.8963),
    "宿迁": (118.29583, 33.94917),
    "杭州": (120.16142, 30.29365),
    "建德": (119.27148, 29.47478),
    "宁波": (121.54945, 29.87819),
    "宁海": (121.42472, 29.28917),
    "余姚": (121.14944, 30.05),
    "温州": (120.66682, 27.99942),
    "泰顺": (119.71139, 27.56139),
    "嘉兴": (120.75, 30.7522),
    "湖州": (120.0933, 30.8703),
    "绍兴": (120.57864, 30.00237),
    "新昌": (120.90017, 29.50528),
    "金华": (119.64421, 29.10678),
    "磐安": (120.43768, 29.05951),
    "东阳": (120.22528, 29.26778),
    "衢州": (118.86861, 28.95944),
    "舟山": (122.20488, 29.98869),
    "嵊泗": (122.45139, 30.72361),
    "台州": (121.43312, 28.66266),
    "玉环": (121.22621, 28.13832),
    "仙居": (120.73168, 28.8547),
    "天台": (121.02958, 29.13633),
    "丽水": (119.91029, 28.46042),
    "庆元": (119.05917, 27.62167),
    "景宁": (119.63083, 27.97444),
}


@cache
def document(pack: str) -> dict[str, Any]:
    """The configuration as it is written."""
    return read(pack, "blueprint.yaml")


@cache
def company(pack: str) -> dict[str, Any]:
    """The sample company: every other document of the pack as one."""
    folder = resources.files("bihuan.packs").joinpath(pack.replace("-", "_"))
    names = [one.name for one in folder.iterdir() if one.name.endswith(".yaml") and one.name not in NO_STORY]
    return {key: part for name in names for key, part in read(pack, name).items()}


def read(pack: str, name: str) -> dict[str, Any]:
    written = resources.files("bihuan.packs").joinpath(pack.replace("-", "_"), name).read_text(encoding="utf-8")
    # The loader in C is the safe one, and ten times as fast; not every build of the library has it.
    found: dict[str, Any] = yaml.load(written, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found


@cache
def blueprint(pack: str) -> Blueprint:
    return design.read(reading.blueprint(pack))


def sales(pack: str) -> Process:
    (process,) = blueprint(pack).processes
    return process


def stage(pack: str, label: str) -> Stage:
    return next(one for one in sales(pack).stages if one.label.zh == label)


def things(of: Stage, kind: str) -> list[Deliverable]:
    return [thing for thing in of.gate.deliverables if thing.kind == kind]


def texts(node: Any, place: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - whatever YAML holds
    """Every text that people read, with its place: a pair of languages, or the one text of a label."""
    if isinstance(node, dict):
        if "zh" in node:
            yield place, node
            return
        for key, part in node.items():
            if key in {"label", "plural", "name", "won", "lost"} and isinstance(part, str):
                yield f"{place}.{key}", part
            else:
                yield from texts(part, f"{place}.{key}")
    elif isinstance(node, list):
        for number, part in enumerate(node):
            yield from texts(part, f"{place}[{number}]")


# ── the configuration ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_may_be_released(pack: str) -> None:
    assert blueprint(pack).objects


@pytest.mark.parametrize("pack", PACKS)
def test_every_text_is_there_in_both_languages(pack: str) -> None:
    said = list(texts(document(pack)))
    assert len(said) > 50, "this test looked at nothing"
    wrong = [place for place, text in said if isinstance(text, str) and HANZI.search(text)]
    wrong += [
        place
        for place, text in said
        if isinstance(text, dict)
        and (
            not str(text["zh"]).strip() or not str(text.get("en", "")).strip() or HANZI.search(str(text.get("en", "")))
        )
    ]
    assert wrong == []


@pytest.mark.parametrize("pack", TRADES)
def test_the_stages_are_those_of_the_trade(pack: str) -> None:
    assert [one.label.zh for one in sales(pack).stages] == STAGES[pack]


@pytest.mark.parametrize("pack", TRADES)
def test_every_stage_says_what_to_do_by_when_and_how_long_it_takes_elsewhere(pack: str) -> None:
    for one in sales(pack).stages:
        assert one.limit, one.key
        assert one.warn_before, one.key
        assert one.escalate_after, one.key
        assert one.script, one.key
        assert len(one.checklist) > 2, one.key
        assert one.reference, one.key
        assert one.reference.target, one.key
        assert one.reference.usual, one.key
        assert one.reference.target <= one.reference.usual, one.key
        assert one.gate.fields, one.key
    assert [one.key for one in sales(pack).stages[1:] if not one.gate.deliverables] == []


@pytest.mark.parametrize("pack", PACKS)
def test_every_kind_of_contact_has_a_script_and_a_checklist(pack: str) -> None:
    kinds = [kind for kind in blueprint(pack).activity_kinds if kind.counts_as_contact]
    assert [kind.key for kind in kinds if not kind.checklist or not kind.scripts] == []
    assert sum(len(kind.scripts) for kind in kinds) > (8 if pack in TRADES else 5)


@pytest.mark.parametrize("pack", PACKS)
def test_whoever_brings_something_is_told_what_will_do(pack: str) -> None:
    things = sales(pack).deliverables()
    assert [thing.key for thing in things if thing.help is None] == []


@pytest.mark.parametrize("pack", PACKS)
def test_how_long_it_takes_elsewhere_has_a_source(pack: str) -> None:
    notes = [one.reference.note for one in sales(pack).stages if one.reference]
    assert notes
    assert [note for note in notes if note is None or "经验值" not in note.zh or "rule of thumb" not in note.en] == []


@pytest.mark.parametrize("pack", TRADES)
def test_losing_and_rivals_have_their_reasons(pack: str) -> None:
    process = sales(pack)
    assert len(process.lost_reasons) > 5
    assert process.back_reasons
    rivals = next(one for one in blueprint(pack).dictionaries if one.key == "competitors")
    assert len(rivals.entries) > 5
    sold = next(one for one in blueprint(pack).objects if one.key == process.object)
    assert any(field.dictionary == "competitors" for field in sold.fields)


@pytest.mark.parametrize("pack", PACKS)
def test_reps_and_whoever_leads_them_each_have_a_board(pack: str) -> None:
    boards = blueprint(pack).dashboards
    assert {"rep", "manager", "director"} <= {role for board in boards for role in board.roles}
    assert [board.key for board in boards if len(board.widgets) < 4] == []


@pytest.mark.parametrize("pack", PACKS)
def test_customers_are_graded_by_rules_that_the_field_explains(pack: str) -> None:
    (grading,) = blueprint(pack).grades
    found = next(one for one in blueprint(pack).objects if one.key == grading.object)
    field = found.field(grading.field)
    assert {rule.grade for rule in grading.rules} | {grading.otherwise} >= {"a", "b", "c"}
    assert field is not None
    assert field.help is not None
    assert [grade for grade in "ABC" if grade not in field.help.zh or grade not in field.help.en] == []
    if pack in TRADES:
        assert list(grading.counted()), "what one does with a customer counts as well"
    assert grading.field not in customers(pack)[0], "nobody writes down what is worked out"


def test_the_need_stage_asks_for_three_recordings_and_lasts_three_days() -> None:
    needs = stage("medical-device", "需求探询")
    (recordings,) = things(needs, "summary")
    assert recordings.count == 3
    assert str(needs.limit) == "3 days"


def test_the_demo_stage_asks_for_a_cover_and_three_questions() -> None:
    demo = stage("medical-device", "方案演示")
    (cover,), (questions,) = things(demo, "photo"), things(demo, "text")
    assert (cover.label.zh, cover.count) == ("方案封面图", 1)
    assert (questions.label.zh, questions.count) == ("客户提问", 3)


def test_the_proposal_of_pumps_is_a_pdf_whose_receipt_the_customer_confirms() -> None:
    proposal = stage("pump-valve", "方案")
    (receipt,), (pdf,) = things(proposal, "confirmation"), things(proposal, "file")
    assert (pdf.types, receipt.of) == (("pdf",), pdf.key)


def test_working_conditions_are_asked_for_before_a_quote() -> None:
    assert {"medium", "temperature", "pressure_class"} <= set(stage("pump-valve", "初访").gate.fields)


# ── samples ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("pack", PACKS)
def test_every_sample_that_is_promised_is_a_small_file_that_opens(pack: str) -> None:
    kept = samples.files(pack)
    asked = [thing for process in blueprint(pack).processes for thing in process.deliverables() if thing.sample]
    for thing in asked:
        assert thing.sample is not None
        assert thing.sample.name in kept, f"{thing.key}: no such file"
        assert thing.sample.sha256, f"{thing.key}: not kept"
        content = kept[thing.sample.name].read_bytes()
        assert len(content) < SMALL, thing.sample.name
        assert opens(file_types.recognised(io.BytesIO(content), thing.sample.name), content), thing.sample.name
    assert set(kept) == {thing.sample.name for thing in asked if thing.sample}, "a file nobody promises"


@pytest.mark.parametrize("pack", TRADES)
def test_whatever_is_brought_as_a_file_has_a_sample(pack: str) -> None:
    brought = [thing for thing in sales(pack).deliverables() if thing.kind in {"file", "photo", "summary"}]
    assert [thing.key for thing in brought if thing.sample is None] == []


def opens(media_type: str, content: bytes) -> bool:
    if media_type == "application/pdf":
        return len(pypdfium2.PdfDocument(content)) > 0
    if media_type.startswith("image/"):
        with Image.open(io.BytesIO(content)) as picture:
            picture.load()
            return picture.width > 600
    return bool(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())


# ── the sample company ────────────────────────────────────────────────────────


def customers(pack: str) -> list[dict[str, Any]]:
    sheet = company(pack)["customers"]
    return [dict(zip(sheet["columns"], row, strict=True)) for row in sheet["rows"]]


@pytest.mark.parametrize("pack", TRADES)
def test_there_are_43_people_and_hundreds_of_customers_each_once(pack: str) -> None:
    people, buyers = company(pack)["people"], customers(pack)
    assert (len(people), len(buyers)) == (43, CUSTOMERS[pack])
    for listed in ([one["login"] for one in people], [one["name"] for one in people], [one["name"] for one in buyers]):
        assert [name for name, count in Counter(listed).items() if count > 1] == []


@pytest.mark.parametrize("pack", TRADES)
def test_every_customer_lies_in_the_province_and_near_its_city(pack: str) -> None:
    west, south, east, north = PROVINCES[pack]
    for one in customers(pack):
        lng, lat = one["address.lng"], one["address.lat"]
        assert west < lng < east, one["name"]
        assert south < lat < north, one["name"]
        assert kilometres((lng, lat), CITIES[one["city"]]) < MOST_KM, one["name"]


@pytest.mark.parametrize("pack", TRADES)
def test_the_telephone_numbers_belong_to_nobody(pack: str) -> None:
    numbers = [one["phone"] for one in customers(pack)]
    assert [number for number in numbers if not NOBODYS.fullmatch(number)] == []
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("pack", TRADES)
def test_there_are_tempers_to_be_found(pack: str) -> None:
    people, tempers = company(pack)["people"], Counter(one["_temper"] for one in customers(pack))
    assert 0.05 <= tempers["silent"] / tempers.total() <= 0.07
    assert tempers["fussy"] > 10
    assert len([one for one in people if one.get("pads")]) == 1, "one who pads"
    assert len([one for one in people if one.get("reviews", {}).get("hours", 0) > 40]) == 1, "one who approves late"
    assert len([one for one in people if one.get("joins")]) > 3, "new hires"
    assert [one["login"] for one in people if one.get("leaves")]
    assert {one.get("lang", "zh") for one in people} == {"zh", "en"}


@pytest.mark.parametrize("pack", TRADES)
def test_people_do_not_repeat_themselves(pack: str) -> None:
    talks = company(pack)["talks"]
    said = [text for kinds in talks.values() for lines in kinds.values() for text in lines]
    assert [text for text, count in Counter(said).items() if count > 1] == []
    assert len(said) > 250
    for kind in ("call", "visit"):
        assert len(talks["any"][kind]) >= MANY, kind
    for key, way in company(pack)["stages"].items():
        first = max(way["touches"], key=way["touches"].get)
        assert len(talks[key][first]) >= MANY, f"{key}: {first}"


@pytest.mark.parametrize("pack", TRADES)
def test_texts_name_only_what_is_known(pack: str) -> None:
    whole = str(company(pack))
    assert set(re.findall(r"\{([a-z_]+)\}", whole)) <= WORDS


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = math.radians(one[0] - other[0]) * math.cos(math.radians((one[1] + other[1]) / 2))
    return 6371 * math.hypot(east, math.radians(one[1] - other[1]))


def test_the_measure_of_distance_is_right() -> None:
    assert kilometres((120.59538, 31.30408), (120.28857, 31.56887)) == pytest.approx(41.4, abs=0.5)
