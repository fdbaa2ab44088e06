"""What a name is found by, and what it isn't."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from bihuan.kernel import search

PUMPS = "温州新城泵业"


def indexed(texts: str | list[str], query: str) -> bool:
    """Whether the index would bring these texts for the query."""
    listed = [texts] if isinstance(texts, str) else texts
    return set(search.needles(query)) <= set(search.tokens(*listed))


@pytest.mark.parametrize(
    ("name", "query"),
    [
        (PUMPS, PUMPS), (PUMPS, "新城"), (PUMPS, "泵业"), (PUMPS, "温"), (PUMPS, "业"),
        (PUMPS, "wenzhou"), (PUMPS, "WenZhou"), (PUMPS, "xincheng"), (PUMPS, "wenzhouxinchengbengye"),
        (PUMPS, "wzxc"), (PUMPS, "WZXCBY"), (PUMPS, "xcby"), (PUMPS, "w"), (PUMPS, "b"),
        (PUMPS, "wenzh"), (PUMPS, "wzxinc"), (PUMPS, "wenzxc"), (PUMPS, "温州xincheng"), (PUMPS, "wz新城"),
        (PUMPS, "新城 温州"), (PUMPS, "by wz"), (PUMPS, "　温州　"), (PUMPS, "新城-泵业"),
        ("温州（新城）泵业", "州新城泵"), ("重庆长安", "cqca"), ("重庆长安", "chongqingchangan"),
        ("重庆长安", "zhongqing"),
        ("吕氏阀门", "lv"), ("吕氏阀门", "lushi"), ("绿谷", "lvgu"),
        ("ABB（中国）有限公司", "abb"), ("ABB（中国）有限公司", "abbzg"), ("ＡＢＢ中国", "abb"),
        ("3M中国", "3mzg"), ("3M中国", "3m中"),
        ("Alfa Laval 阿法拉伐", "laval"), ("Alfa Laval 阿法拉伐", "alfalaval"), ("Alfa Laval 阿法拉伐", "aflf"),
        ("Grundfos", "ndfo"),
        ("Straße", "STRASSE"), ("ポンプ", "ﾎﾟﾝﾌﾟ"), ("Насос", "насос"), ("🏭工厂", "工厂"), ("𠮷野", "𠮷野"),
        ("13800138000", "8000"), ("138-0013-8000", "0138000"), ("+86 138 0013 8000", "13800138000"),
        ("13800138000", "138"),
        ("91330302MA2XXXXX1A", "ma2x"), ("91330302MA2XXXXX1A", "1A"),
    ],
)  # fmt: skip
def test_a_name_is_found_by(name: str, query: str) -> None:
    assert search.matches(name, query)
    assert indexed(name, query)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        (PUMPS, "城新"), (PUMPS, "温新"), (PUMPS, "enzhou"), (PUMPS, "zw"), (PUMPS, "温州 上海"), (PUMPS, "wzcx"),
        (PUMPS, "xinwen"), (PUMPS, "e"), (PUMPS, "8"), (PUMPS, "温州新城泵业有限公司"),
        ("13800138000", "8001380000"), ("Grundfos", "gf"), ("", "a"), ("…", "a"),
    ],
)  # fmt: skip
def test_a_name_is_not_found_by(name: str, query: str) -> None:
    assert not search.matches(name, query)


def test_the_words_of_a_query_may_lie_in_several_fields() -> None:
    fields = [PUMPS, "13800138000", None]
    assert search.matches(fields, "wz 8000")
    assert set(search.needles("wz 8000")) <= set(search.tokens(*fields))
    assert not search.matches(fields, "wz 8003")


def test_fields_do_not_run_into_each_other() -> None:
    assert not indexed(["温州", "新城"], "州新")
    assert not search.matches(["温州", "新城"], "州新")


@pytest.mark.parametrize("query", ["", "   ", "!?…", "（）", "\x00", "\ud800"])
def test_a_query_that_asks_nothing_finds_everything(query: str) -> None:
    assert search.needles(query) == []
    assert search.matches(PUMPS, query)


def test_the_nearest_comes_first() -> None:
    names = ["王家温州", "wzj 泵", "温州新城", "温州", "无锡温州会", "文中"]
    begins, within = search.BEGINNING_BY_SOUND, search.INSIDE_BY_SOUND
    assert [search.rank(name, "wz") for name in names] == [within, search.BEGINNING, begins, begins, within, begins]
    found = sorted((rank, name) for name in names if (rank := search.rank(name, "温州")) is not None)
    assert [name for _, name in found] == ["温州", "温州新城", "无锡温州会", "王家温州"]


def test_of_a_text_of_ten_megabytes_four_hundred_characters_count() -> None:
    began = time.perf_counter()
    hostile = search.tokens("泵" * 400 + "城" * 10_000_000, "\ufdfa" * 10_000_000, "\x00" * 10_000_000)
    assert time.perf_counter() - began < 0.2
    assert "泵泵" in hostile
    assert "城" not in hostile
    assert len(search.needles("温" * 10_000_000)) == 1
    assert not search.matches("wz" * 10_000_000, "wz" * 29 + "x")


def test_a_long_name_takes_less_than_a_millisecond() -> None:
    name = "".join(chr(0x4E00 + n * 7) for n in range(200))
    search.tokens(name)
    best = min(_timed(name) for _ in range(20))
    assert best < 0.001


def _timed(name: str) -> float:
    began = time.perf_counter()
    search.tokens(name)
    return time.perf_counter() - began


_signs = st.sampled_from("温州新城泵业重庆长行吕abz18 -（Ａß")
_names = st.text(_signs, max_size=8)
_typed = st.text(st.sampled_from("温州新重wzxcbychongqing18 Ａß-"), max_size=6)


@given(_names, _typed)
def test_whatever_matches_is_in_the_index(name: str, query: str) -> None:
    assert indexed(name, query) or not search.matches(name, query)


@given(_names, st.data())
def test_every_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name)))
    end = data.draw(st.integers(start, len(name)))
    assert search.matches(name, name[start:end])
    assert indexed(name, name[start:end])


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_can_be_indexed_and_asked_for(name: str, query: str) -> None:
    assert indexed(name, query) or not search.matches(name, query)
    assert search.matches(name, name) or len(name) > search.LONGEST_QUERY


def test_postgresql_finds_by_the_index(engine: Engine) -> None:
    names = [PUMPS, "上海泵业", "温岭新城阀门", "13800138000", "Grundfos"]
    with engine.connect() as connection, connection.begin() as all_of_it:
        connection.execute(text("CREATE TEMPORARY TABLE company (name text, search text[])"))
        connection.execute(text("CREATE INDEX company_search ON company USING gin (search)"))
        rows = [{"name": name, "search": search.tokens(name)} for name in names]
        connection.execute(text("INSERT INTO company VALUES (:name, :search)"), rows)
        query = text("SELECT name FROM company WHERE search @> cast(:needles AS text[])")

        def found(asked: str) -> set[str]:
            return set(connection.scalars(query, {"needles": search.needles(asked)}))

        assert found("wzxc") == {PUMPS}
        assert found("泵业") == {PUMPS, "上海泵业"}
        assert found("新城") == {PUMPS, "温岭新城阀门"}
        assert found("8000") == {"13800138000"}
        assert found("") == set(names)
        all_of_it.rollback()
