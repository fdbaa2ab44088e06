"""Rows that point at rows of their own file: daughters after mothers, circles cut, nothing left pointing at nothing."""

from __future__ import annotations

import copy
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.importer import commands, loops
from bihuan.importer.commands import Upload
from bihuan.importer.definition import Plan
from bihuan.kernel.files import Store
from bihuan.org.viewer import Viewer
from tests.company import BLUEPRINT, MONDAY_9


@given(st.dictionaries(st.integers(0, 60), st.integers(0, 60), max_size=60))
def test_after_cutting_every_way_up_ends_soon(ups: dict[int, int]) -> None:
    cut = set(loops.too_deep(ups))
    left = {place: up for place, up in ups.items() if place not in cut}
    for start in left:
        here, steps = start, 0
        while here in left:
            here, steps = left[here], steps + 1
            assert steps <= loops.DEEPEST


def test_only_circles_and_what_is_too_deep_are_cut() -> None:
    assert loops.too_deep({2: 1, 3: 1, 4: 3}) == []
    assert len(loops.too_deep({1: 2, 2: 1, 3: 1})) == 1
    assert len(loops.too_deep({1: 1})) == 1
    assert len(loops.too_deep({place: place - 1 for place in range(1, 200)})) == 199 // (loops.DEEPEST + 1)


def test_a_chain_as_long_as_a_file_may_be_is_cut_in_no_time() -> None:
    began = time.process_time()
    loops.too_deep({place: place + 1 for place in range(200_000)})
    assert time.process_time() - began < 2


@pytest.fixture
def family(session: Session, asking: Callable[[str], Viewer], tmp_path: Any) -> Callable[..., Any]:  # noqa: ANN401
    """A company whose customers may belong to customers; gives `look(rows)` and `take(rows)`."""
    document = copy.deepcopy(BLUEPRINT)
    parent = {"key": "parent", "label": "母公司", "type": "reference", "to": "customer"}
    document["objects"][0]["fields"].append(parent)
    design.release(session, None, document, note="families", now=MONDAY_9)
    said = {"file": "c.csv", "object": "customer", "columns": {"名称": "name", "母公司": "parent"}, "key": "name"}
    store = Store(tmp_path)

    def bring(rows: str, *, only_look: bool = False, **more: Any) -> Any:  # noqa: ANN401
        plan = Plan.model_validate({"sources": [{**said, **more}]})
        files = [Upload(name="c.csv", content=rows.encode())]
        if only_look:
            return commands.look(session, asking("sun"), files, plan, now=MONDAY_9)
        return commands.run(session, asking("sun"), files, plan, store=store, now=MONDAY_9)

    return bring


FAMILY = text(
    "SELECT c.f_name, p.f_name FROM o_customer c LEFT JOIN o_customer p ON p.id = c.f_parent"
    " WHERE c.import_id IS NOT NULL"
)


def test_daughters_find_their_mothers_wherever_they_stand(family: Callable[..., Any], session: Session) -> None:
    family("名称,母公司\n外孙,女儿\n女儿,母亲\n母亲,\n旁人,\n")
    assert dict(session.execute(FAMILY).all()) == {"外孙": "女儿", "女儿": "母亲", "母亲": None, "旁人": None}


def test_circles_and_what_hangs_on_them_are_told(family: Callable[..., Any]) -> None:
    rows = "名称,母公司\na,b\nb,a\nc,a\nd,没有\ne,d\nf,\n"
    (checked,) = family(rows, only_look=True).sources
    told: Counter[str] = Counter()
    for found in checked.findings:
        if found.holds:
            told[found.kind] += found.count
    assert told == {"circular_reference": 1, "reference_not_found": 4}
    assert [ready.values["name"] for ready in checked.ready] == ["f"]
    assert checked.numbers["rows"] == checked.numbers["ready"] + checked.numbers["skipped"]


def test_a_circle_may_be_opened_instead(family: Callable[..., Any], session: Session) -> None:
    family("名称,母公司\na,b\nb,a\n", remedies={"circular_reference": "leave_empty"})
    assert sorted(name for _, name in session.execute(FAMILY) if name) in (["a"], ["b"])
