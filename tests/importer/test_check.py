"""The dry run: every problem is counted by kind, with where it stands and what would help; nothing is written."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.importer import checking, fitting, queries, reading, report
from bihuan.importer.checking import Result
from bihuan.importer.definition import Plan
from bihuan.kernel.refusals import Invalid
from bihuan.org.viewer import Viewer
from bihuan.records import commands as records
from tests.company import MONDAY_9

Planned = Callable[..., Plan]
Problems = dict[tuple[str, str | None], dict[str, Any]]


def looked(plan: Plan, world: queries.Here, **files: str) -> Result:
    """The result of looking at these texts, `t="a,b\\n…"` being the file t.csv."""
    tables = {
        (source.file, source.sheet): reading.read(files[source.file.removesuffix(".csv")].encode(), name=source.file)
        for source in plan.sources
    }
    return checking.check(plan, tables, world, now=MONDAY_9)


def problems(result: Result) -> Problems:
    """What was found, by kind and value."""
    return {(found["kind"], found["value"]): found for found in report.written(result)["problems"]}


def adds_up(result: Result) -> bool:
    """Whether no row got lost between reading and writing."""
    return all(
        checked.numbers["rows"] == checked.numbers["ready"] + checked.numbers["skipped"]
        and (checked.staff is not None or checked.numbers["ready"] == len(checked.ready))
        for checked in result.sources
    )


def test_columns_are_found_by_label_key_synonym_likeness_and_content(plan: Planned, world: queries.Here) -> None:
    text_ = "公司名称,Sector,手机号,所在地,员工人数,e mail,联络\n甲,科技,13812345678,中国,12,a@b.cn,x@y.cn\n"
    columns = looked(plan("customer"), world, t=text_).plan.sources[0].columns or {}
    found = {header: column.field for header, column in columns.items()}
    assert found == {
        "公司名称": ("name",),
        "Sector": ("sector",),
        "手机号": ("phone",),
        "所在地": ("country",),
        "员工人数": ("employees",),
        "e mail": ("email",),
    }


def test_a_column_nobody_recognises_is_named_and_not_passed_over(plan: Planned, world: queries.Here) -> None:
    found = problems(looked(plan("customer"), world, t="名称,星座\n甲,白羊\n乙,\n"))["column_not_imported", None]
    assert (found["column"], found["count"], found["blocking"]) == ("星座", 1, False)


def test_a_unit_in_the_heading_multiplies(plan: Planned, world: queries.Here) -> None:
    result = looked(plan("product"), world, t="产品名称,单价（万元）\n甲,12.5\n")
    assert result.sources[0].ready[0].values == {"name": "甲", "list_price": 125_000}


def test_an_unknown_choice_is_told_with_its_nearest_and_holds_its_rows_back(plan: Planned, world: queries.Here) -> None:
    result = looked(plan("customer"), world, t="名称,行业\n甲,technolgy\n乙,technolgy\n丙,零售\n")
    found = problems(result)["unknown_choice", "technolgy"]
    assert (found["count"], found["nearest"], found["blocking"]) == (2, "technology", True)
    assert [sample["row"] for sample in found["samples"]] == [2, 3]
    assert "replace" in {remedy["key"] for remedy in found["remedies"]}
    assert [ready.values["name"] for ready in result.sources[0].ready] == ["丙"]
    assert adds_up(result)


def test_a_replaced_value_comes_in_and_stays_told(plan: Planned, world: queries.Here) -> None:
    said = plan(
        "customer", columns={"名称": "name", "行业": {"field": "sector", "replace": {"Technolgy": "technology"}}}
    )
    result = looked(said, world, t="名称,行业\n甲,technolgy\n乙,零售\n")
    found = problems(result)["unknown_choice", "technolgy"]
    assert (found["count"], found["solved"], found["by"], found["blocking"]) == (1, True, "technology", False)
    assert [ready.values["sector"] for ready in result.sources[0].ready] == ["technology", "retail"]


@pytest.mark.parametrize(("remedy", "sectors"), [("leave_empty", [None, "retail"]), ("skip_rows", ["retail"])])
def test_what_happens_to_a_problem_is_chosen(
    plan: Planned, world: queries.Here, remedy: str, sectors: list[object]
) -> None:
    said = plan("customer", columns={"名称": "name", "行业": "sector"}, remedies={"unknown_choice": remedy})
    result = looked(said, world, t="名称,行业\n甲,?\n乙,零售\n")
    assert [ready.values.get("sector") for ready in result.sources[0].ready] == sectors


def test_a_misspelt_country_is_told_and_kept(plan: Planned, world: queries.Here) -> None:
    result = looked(plan("customer"), world, t="名称,国家\n甲,Philipines\n乙,Japan\n丙,中国\n")
    found = problems(result)["unknown_country", "Philipines"]
    assert (found["count"], found["nearest"], found["blocking"]) == (1, "Philippines", False)
    assert len(result.sources[0].ready) == 3


def test_what_cannot_be_read_is_told_by_column_with_examples(plan: Planned, world: queries.Here) -> None:
    result = looked(
        plan("customer"), world, t="名称,电话,成立年份,邮箱\n甲,12,十年前,a@b\n乙,13812345678,1990,a@b.cn\n"
    )
    found = {one["column"]: one for one in report.written(result)["problems"] if one["kind"] == "wrong_type"}
    assert {column: (one["count"], one["samples"][0]["value"]) for column, one in found.items()} == {
        "电话": (1, "12"),
        "成立年份": (1, "十年前"),
        "邮箱": (1, "a@b"),
    }
    assert all(one["message"] and one["code"] for one in found.values())
    assert [ready.values["name"] for ready in result.sources[0].ready] == ["乙"]


def test_a_number_of_400_digits_holds_its_row_back_and_nothing_else(plan: Planned, world: queries.Here) -> None:
    result = looked(plan("product"), world, t=f"产品名称,单价\n甲,{'9' * 400}\n乙,5\n")
    assert problems(result)["wrong_type", None]["count"] == 1
    assert [ready.values["name"] for ready in result.sources[0].ready] == ["乙"]


def test_text_like_a_formula_is_kept_as_text_and_counted(plan: Planned, world: queries.Here) -> None:
    result = looked(plan("product"), world, t='产品名称,系列\n"=HYPERLINK(""http://x"")",@a\n乙,-5.2\n')
    found = [one for one in report.written(result)["problems"] if one["kind"] == "formula_like"]
    assert {one["column"]: one["count"] for one in found} == {"产品名称": 1, "系列": 1}
    assert result.sources[0].ready[0].values["name"] == '=HYPERLINK("http://x")'


def test_marks_for_nothing_and_failed_formulas(plan: Planned, world: queries.Here) -> None:
    result = looked(plan("product"), world, t="产品名称,单价\n甲,-\n乙,N/A\n丙,#REF!\n")
    found = problems(result)
    assert (found["empty_mark", "-"]["count"], found["empty_mark", "N/A"]["count"]) == (1, 1)
    assert found["cell_error", "#REF!"]["blocking"]
    assert len(result.sources[0].ready) == 2


def test_missing_names_doubles_and_wider_rows(plan: Planned, world: queries.Here) -> None:
    result = looked(plan("product"), world, t="产品名称,系列\n甲,a\n甲,b\n,c\n乙,d,e\n丙,f\n")
    found = problems(result)
    assert found["duplicate_rows", None]["samples"][0]["row"] == 3
    assert found["missing_required", None]["samples"][0]["row"] == 4
    assert found["wider_rows", None]["samples"][0]["row"] == 5
    assert [ready.values["name"] for ready in result.sources[0].ready] == ["甲", "丙"]
    assert adds_up(result)


def test_what_is_there_already_is_not_made_twice(
    plan: Planned, world: queries.Here, here: Session, admin: Viewer
) -> None:
    records.create(here, admin, "product", {"name": "甲"}, now=MONDAY_9)
    result = looked(plan("product"), world, t="产品名称,系列\n甲,a\n乙,b\n")
    assert problems(result)["already_there", None]["count"] == 1
    assert [ready.values["name"] for ready in result.sources[0].ready] == ["乙"]


def test_references_are_found_there_or_coming_and_the_nearest_is_offered(
    world: queries.Here, here: Session, admin: Viewer
) -> None:
    there = records.create(here, admin, "product", {"name": "GTX Pro"}, now=MONDAY_9).id
    whole = {
        "sources": [
            {"file": "deals.csv", "object": "opportunity"},
            {"file": "products.csv", "object": "product"},
        ]
    }
    deals = "商机名称,产品\nd1,ｇｔｘ　pro\nd2,MG\nd3,GTXPro\nd4,\n"
    result = looked(Plan.model_validate(whole), world, deals=deals, products="产品名称,系列\nMG,a\nXX,b\n")
    found = problems(result)
    assert [checked.source.object for checked in result.sources] == ["product", "opportunity"]
    assert found["reference_not_found", "GTXPro"]["nearest"] == "GTX Pro"
    assert found["reference_empty", None]["count"] == 1
    assert found["never_referenced", None]["samples"] == [{"value": "XX"}]
    ready = result.sources[1].ready
    assert ready[0].values["product"] == there
    assert [one.values["name"] for one in ready] == ["d1", "d2", "d4"]


def test_a_missing_reference_can_be_created(plan: Planned, world: queries.Here) -> None:
    columns = {"商机名称": "name", "产品": {"field": "product", "remedies": {"reference_not_found": "create"}}}
    result = looked(plan("opportunity", columns=columns), world, t="商机名称,产品\nd1,新\nd2,新\n")
    assert (result.numbers["created_missing"], result.numbers["ready"]) == (1, 2)
    assert problems(result)["reference_not_found", "新"]["solved"]


def test_what_needs_more_than_a_name_cannot_be_created(plan: Planned, world: queries.Here) -> None:
    remedies = {"reference_not_found": "create", "person_not_found": "importer"}
    columns = {"商机名称": "name", "产品": "product", "客户": "customer"}
    looked(plan("opportunity", columns=columns, remedies=remedies), world, t="商机名称,产品,客户\nd1,新,新\n")
    objects = world.objects()
    needy = objects["product"].model_copy(
        update={"fields": tuple(one.model_copy(update={"required": True}) for one in objects["product"].fields)}
    )
    for found in (objects["product"], needy):
        made = fitting.creatable(objects["opportunity"].by_key["product"], {**objects, "product": found}, frozenset())
        assert made is (found is not needy)


def test_a_name_too_long_to_be_one_is_not_created(plan: Planned, world: queries.Here) -> None:
    columns = {"商机名称": "name", "产品": {"field": "product", "remedies": {"reference_not_found": "create"}}}
    result = looked(plan("opportunity", columns=columns), world, t=f"商机名称,产品\nd1,{'长' * 600}\nd2,新\n")
    assert (result.numbers["created_missing"], result.numbers["ready"]) == (1, 1)


def test_owners_and_stages_can_be_replaced_too(plan: Planned, world: queries.Here, admin: Viewer) -> None:
    columns = {"商机名称": "name", "销售": {"replace": {"老管": "管理员"}}, "阶段": {"replace": {"在谈": "Engaging"}}}
    said = plan("opportunity", **{**STAGED, "columns": columns})
    (ready,) = looked(said, world, t="商机名称,阶段,开始,结束,销售\na,在谈,2026-01-05,,老管\n").sources[0].ready
    assert ready.owner == admin.person_id
    assert ready.placement is not None
    assert ready.placement.stage == "engaging"


@pytest.mark.parametrize("cell", ["-" + " " * 900_000 + "x", "1" * 900_000 + "x", "=" + "(" * 400_000])
def test_a_cell_made_to_take_long_takes_no_time(plan: Planned, world: queries.Here, cell: str) -> None:
    began = time.process_time()
    looked(plan("product"), world, t=f"产品名称,系列\n甲,{cell}\n乙,{cell}\n")
    with pytest.raises(Invalid):
        looked(plan("product", columns={"产品名称": "name"}), world, t=f"{cell},系列\n甲,b\n")
    assert time.process_time() - began < 3


def test_a_row_whose_reference_is_held_back_is_told_so(world: queries.Here) -> None:
    whole = {"sources": [{"file": "p.csv", "object": "product"}, {"file": "d.csv", "object": "opportunity"}]}
    result = looked(Plan.model_validate(whole), world, p="产品名称,单价\n甲,abc\n", d="商机名称,产品\nd1,甲\n")
    assert problems(result)["reference_not_found", "甲"]["blocking"]
    assert result.numbers["ready"] == 0


STAGED = {
    "owner": "销售",
    "columns": {"商机名称": "name"},
    "journey": {"stage": "阶段", "started_at": "开始", "closed_at": "结束"},
}


def test_stages_and_outcomes_are_found_by_their_names(plan: Planned, world: queries.Here) -> None:
    rows = (
        "商机名称,阶段,开始,结束,销售\n"
        "a,接洽,2026-01-05,,\nb,赢单,2026-01-05,2026-02-01,\nc,Lost,2026-01-05,2026-01-20,\n"
    )
    result = looked(plan("opportunity", **STAGED), world, t=rows)
    landed = [(ready.placement.stage, ready.placement.outcome) for ready in result.sources[0].ready if ready.placement]
    assert landed == [("engaging", None), ("negotiating", "won"), ("prospecting", "lost")]


def test_stages_and_dates_that_make_no_sense_are_told(plan: Planned, world: queries.Here) -> None:
    rows = (
        "商机名称,阶段,开始,结束,销售\n"
        "a,Engagin,2026-01-05,,\n"  # a stage that doesn't exist
        "b,,2026-01-05,,\n"
        "c,Won,2026-02-01,2026-01-05,\n"
        "d,Won,2026-01-05,,\n"
        "e,Engaging,,,\n"
        "f,Engaging,2026-01-05,,Nobody\n"
        "g,Engaging,不知道,,\n"
    )
    result = looked(plan("opportunity", **STAGED), world, t=rows)
    found = problems(result)
    assert found["unknown_stage", "Engagin"]["nearest"] == "Engaging"
    for kind in ("stage_empty", "date_order", "close_missing", "start_missing", "wrong_type"):
        assert found[kind, None]["count"] >= 1, kind
    assert found["person_not_found", "Nobody"]["blocking"]
    assert [ready.values["name"] for ready in result.sources[0].ready] == ["e"]
    assert adds_up(result)


def test_people_are_found_by_name_for_owners_and_given_to_the_importer_where_the_mapping_says_so(
    plan: Planned, world: queries.Here, admin: Viewer
) -> None:
    said = plan("opportunity", **STAGED, remedies={"person_not_found": "importer"})
    rows = "商机名称,阶段,开始,结束,销售\na,Engaging,2026-01-05,,Nobody\nb,Engaging,2026-01-05,,管理员\n"
    ready = looked(said, world, t=rows).sources[0].ready
    assert [one.owner for one in ready] == [None, admin.person_id]


def test_a_team_table_makes_people_leaders_teams_and_regions(plan: Planned, world: queries.Here) -> None:
    rows = (
        "姓名,上级,大区,角色\n张三,王五,华东,\n李四,王五,华东,主管\n张三,王五,华东,\n,王五,华东,\n赵六,钱七,华南,厨师\n"
    )
    said = plan("people", people={"roles": {"主管": "manager"}})
    result = looked(said, world, t=rows)
    staff = result.sources[0].staff
    assert staff is not None
    assert [(new.name, new.login, new.role, new.leads) for new in staff.newcomers] == [
        ("张三", "zhangsan", "rep", False),
        ("李四", "lisi", "manager", False),
        ("王五", "wangwu", "manager", True),
    ]
    assert [(team.name, team.region, team.leader) for team in staff.teams] == [("王五团队", "华东", "王五")]
    found = problems(result)
    assert found["unknown_role", "厨师"]["blocking"]
    assert found["duplicate_rows", None]["count"] == found["missing_required", None]["count"] == 1


def test_many_different_wrong_values_are_told_one_by_one_up_to_a_limit_and_all_are_counted(
    plan: Planned, world: queries.Here
) -> None:
    rows = "名称,行业\n" + "".join(f"c{number},x{number}\n" for number in range(80))
    told = report.written(looked(plan("customer"), world, t=rows))["problems"]
    assert len(told) == 51
    assert sum(one["count"] for one in told) == 80


def test_a_mapping_that_does_not_fit_is_refused_with_everything_that_does_not(
    plan: Planned, world: queries.Here
) -> None:
    said = plan(
        "opportunity",
        owner="负责",
        columns={
            "商机名称": "name",
            "产品": "produkt",
            "没有": "amount",
            "金额": ["amount", "expected_on", "expected_on"],
        },
        remedies={"unknown_choice": "create", "nonsense": "keep"},
        defaults={"source": "mars"},
        journey={"stage": "阶段", "stages": {"初步": "prospectin"}, "process": "sales"},
    )
    with pytest.raises(Invalid) as refused:
        looked(said, world, t="商机名称,产品,金额,阶段\na,b,1,初步\n")
    told = {(problem["code"], problem.get("nearest")) for problem in refused.value.problems}
    assert told >= {
        ("unknown_header", None),
        ("unknown_field", "product"),
        ("unknown_stage", "prospecting"),
        ("bad_remedy", None),
        ("not_a_choice", None),
        ("field_twice", None),
    }
    assert all(problem["message"] and problem["place"] == "sources.t.csv" for problem in refused.value.problems)


def test_an_object_or_role_that_does_not_exist_is_refused(plan: Planned, world: queries.Here) -> None:
    with pytest.raises(Invalid) as refused:
        looked(plan("spaceship"), world, t="a,b\nc,d\n")
    assert refused.value.problems[0]["code"] == "unknown_object"
    with pytest.raises(Invalid) as refused:
        looked(plan("people", people={"role": "emperor"}), world, t="姓名,x\n张三,1\n")
    assert refused.value.problems[0]["code"] == "unknown_role"


def test_a_dry_run_writes_nothing(plan: Planned, world: queries.Here, here: Session) -> None:
    count = text(
        "SELECT (SELECT count(*) FROM o_customer), (SELECT count(*) FROM org_person),"
        " (SELECT count(*) FROM ledger_event)"
    )
    before = here.execute(count).one()
    looked(plan("customer"), world, t="名称,行业\n甲,科技\n")
    assert here.execute(count).one() == before
