"""Every event of a journey has its sentence, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bihuan.process
from bihuan.kernel.words import LANGS, Lang
from bihuan.process import narration as own
from bihuan.records import narration
from tests.process.deals import Deal

LABELS = {"label": {"zh": "甲", "en": "A"}, "left_label": {"zh": "乙", "en": "B"}}
KIND = re.compile(r"(journey|stage|exception|deliverable|confirmation|debt|follow_up)\.[a-z_]+")
HANZI = re.compile("[\u4e00-\u9fff]")


def kinds() -> Iterator[str]:
    """The kinds of events that the module's commands write, read from their sources."""
    for file in Path(bihuan.process.__file__).parent.glob("commands/*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KIND.fullmatch(node.value):
                yield node.value


def test_every_kind_that_is_written_has_a_sentence_in_both_languages() -> None:
    told = set(kinds()) - {"deliverable.waiting"}  # which is a cause of a hold, not an event
    assert len(told) > 10, "this test looked at nothing"
    for kind in told:
        chinese, english = (narration.said(kind, LABELS, lang) for lang in LANGS)
        assert kind not in {chinese, english}, kind
        assert HANZI.search(chinese), kind
        assert not HANZI.search(english), kind


def said(deal: Deal, lang: Lang) -> list[str]:
    return [narration.said(one.kind, {**one.payload, **(one.personal or {})}, lang) for one in deal.events]


def test_a_story_reads_like_one(deal: Deal) -> None:
    deal.reach("proposal").hand_in_file("proposal_pdf")
    deal.answered(deal.send(), "declined", "缺材质证明")
    deal.make_exception("客户急用").go_back("lead", "参数全变了").lose("price", note="差 8%")
    assert said(deal, "zh") == [
        "进入流程，阶段“线索”",
        "从“线索”推进到“方案”",
        "提交了技术方案 PDF",
        "发给客户：客户确认收到",
        "客户没有确认：客户确认收到，答复人：李工，原因：缺材质证明",
        "例外通行，离开“方案”，原因：客户急用，当时缺：介质、温度、客户确认收到",
        "从“报价”退回到“线索”，原因：参数全变了",
        "在“线索”输单，原因：价格（差 8%）",
    ]
    assert said(deal, "en")[-1] == "was lost in “Lead”: Price (差 8%)"
    assert "{" not in "".join(said(deal, "zh") + said(deal, "en"))


def test_what_was_erased_is_left_out_and_the_rest_still_reads(deal: Deal) -> None:
    deal.reach("quote").go_back("proposal", "客户改了介质")
    event = deal.events[-1]
    assert narration.said(event.kind, event.payload, "zh") == "从“报价”退回到“方案”"


@pytest.mark.parametrize("hostile", ["{reason.__class__}", "{0}", "%s", "{{7*7}}", "{label}"])
def test_what_people_write_is_never_read_as_a_template(deal: Deal, hostile: str) -> None:
    deal.reach("quote").go_back("proposal", hostile)
    assert said(deal, "zh")[-1].endswith(f"原因：{hostile}")


def test_what_nobody_knows_is_a_dash_and_breaks_no_sentence() -> None:
    assert narration.said("stage.entered", {}, "en") == "moved on from “—” to “—”"
    assert narration.said("stage.back", {"reason": ""}, "zh") == "从“—”退回到“—”"


def test_only_facts_that_anybody_may_read_are_shown_beside_the_sentence(deal: Deal) -> None:
    deal.reach("quote").go_back("proposal", "客户改了介质")
    event = deal.events[-1]
    assert set(narration.shown(event.kind, event.payload)) == {"stage", "label", "left", "left_label"}


def test_telling_twice_is_telling_once() -> None:
    own.tell_stories()
    own.tell_stories()
    assert narration.said("journey.won", {"label": {"zh": "签约", "en": "Sign"}}, "zh") == "赢单，最后阶段“签约”"
