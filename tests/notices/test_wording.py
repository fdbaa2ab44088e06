"""What a notice says, in both languages, whatever its facts are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.kernel.words import LANGS, Lang
from bihuan.notices import wording

FACTS: dict[str, Any] = {
    "title": "东方化工泵改造",
    "stage": {"zh": "方案", "en": "Proposal"},
    "owner": "陈销售",
    "limit": {"zh": "3 个工作日", "en": "3 workdays"},
    "stayed": 5 * 24 * 60 + 125,
    "to": "manager",
    "contacts": [{"kind": {"zh": "电话", "en": "Call"}, "summary": "等预算", "at": "2026-03-02T01:00:00Z", "by": "陈"}],
}


def test_an_alert_says_what_is_late_by_how_much_and_why_it_came() -> None:
    assert wording.title("stage.overdue", FACTS, "zh") == "超时：东方化工泵改造"
    assert wording.sentence("stage.overdue", FACTS, "zh") == (
        "“东方化工泵改造”在“方案”已停留 5 天 2 小时，超过时限 3 个工作日。负责人：陈销售。"
    )
    assert wording.why(FACTS, "zh") == "因为你是陈销售的直属主管。"
    assert wording.sentence("stage.overdue", FACTS, "en") == (
        "“东方化工泵改造” has been in “Proposal” for 5 d 2 h, longer than the limit of 3 workdays. Owner: 陈销售."
    )


def test_the_facts_are_told_in_the_readers_language() -> None:
    assert wording.told(FACTS, "en")["contacts"][0]["kind"] == "Call"
    assert wording.told(FACTS, "zh")["contacts"][0]["kind"] == "电话"
    assert FACTS["stage"] == {"zh": "方案", "en": "Proposal"}, "the facts themselves stay as they are"


@pytest.mark.parametrize("reason", ["运费没含，重新报", "运费没含，重新报。"])
def test_a_reason_that_is_a_sentence_does_not_end_twice(reason: str) -> None:
    facts = {**FACTS, "by": "王", "deliverable": "报价单", "reason": reason}
    said = wording.sentence("deliverable.rejected", facts, "zh")
    assert said == "王退回了“东方化工泵改造”的报价单，原因：运费没含，重新报。"


@pytest.mark.parametrize(("name", "who"), [("李工", "李工"), ("", "客户")])
def test_a_customer_who_gave_no_name_is_the_customer(name: str, who: str) -> None:
    facts = {**FACTS, "deliverable": "技术方案", "customer": name}
    assert wording.sentence("confirmation.confirmed", facts, "zh") == f"{who}确认了“东方化工泵改造”的技术方案。"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", [*wording.KINDS, "somebody.invented_this"])
def test_no_sentence_breaks_when_a_fact_is_missing(kind: str, lang: Lang) -> None:
    for facts in ({}, FACTS, {"title": "", "stage": None, "stayed": "long"}):
        assert wording.title(kind, facts, lang)
        assert "{" not in wording.title(kind, facts, lang) + wording.sentence(kind, facts, lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("text", ["{owner}", "{0}", "{{7*7}}", "${7*7}", "{%if%}", "#{}", "{title.__class__}", "%s"])
def test_what_people_wrote_is_never_read_as_a_template(text: str, lang: Lang) -> None:
    facts = {**FACTS, "title": text, "reason": text}
    for kind in wording.KINDS:
        said = wording.title(kind, facts, lang) + wording.sentence(kind, facts, lang)
        if "{title}" in str(wording.KINDS[kind]):
            assert text in said


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (0, "不到 1 分钟", "less than a minute"),
        (59, "59 分钟", "59 min"),
        (60, "1 小时", "1 h"),
        (61, "1 小时 1 分钟", "1 h 1 min"),
        (24 * 60, "1 天", "1 d"),
        (24 * 60 + 61, "1 天 1 小时", "1 d 1 h"),
        (-5, "不到 1 分钟", "less than a minute"),
    ],
)
def test_a_length_of_time_as_people_say_it(minutes: int, zh: str, en: str) -> None:
    assert (wording.duration(minutes, "zh"), wording.duration(minutes, "en")) == (zh, en)


LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
FLAT = LEAF | st.lists(LEAF, max_size=4) | st.dictionaries(st.text(max_size=8), LEAF, max_size=4)
JSON = FLAT | st.lists(FLAT, max_size=4) | st.dictionaries(st.text(max_size=8), FLAT, max_size=4)


@given(st.dictionaries(st.sampled_from([*FACTS, "zh", "en"]), JSON), st.sampled_from(sorted(wording.KINDS)))
def test_whatever_the_facts_are_there_is_a_sentence(facts: dict[str, Any], kind: str) -> None:
    for lang in LANGS:
        json.dumps(wording.told(facts, lang))
        wording.title(kind, facts, lang)
        wording.sentence(kind, facts, lang)
        wording.why(facts, lang)
