"""A configuration as text: read back exactly, and nothing that comes as text can do harm."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.design import as_text
from bihuan.design import commands as design
from bihuan.design.as_text import NoConfiguration
from bihuan.packs import reading


@pytest.mark.parametrize("pack", reading.keys())
def test_what_is_written_is_read_back_exactly(pack: str) -> None:
    body = design.read(reading.blueprint(pack)).body()
    document = as_text.read(as_text.written(body).encode())
    assert document == body
    assert design.read(document).body() == body


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30) | st.sampled_from(
    [
        "no",
        "~",
        "null",
        "1",
        "1.0",
        "2026-03-01",
        "12:30",
        "- a",
        "a: b",
        "#",
        "*a",
        "&a",
        "!x",
        "<<",
        "\ufeff",
        "=",
        "|",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(body=st.dictionaries(TEXTS, JSON, max_size=5))
def test_any_body_survives_the_way_out_and_in(body: dict[str, object]) -> None:
    assert as_text.read(as_text.written(body).encode()) == body


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
REFUSED = {
    "no mapping": ("- a\n- b\n", "mapping"),
    "nothing": ("", "mapping"),
    "a word": ("hello", "mapping"),
    "broken": ("name: [", "no YAML"),
    "a tab": ("a:\n\t- b", "no YAML"),
    "a program": ("a: !!python/object/apply:os.system [ls]", "no YAML"),
    "a day that is none": ("a: 2026-99-99", "no YAML"),
    "two documents": ("a: 1\n---\nb: 2\n", "no YAML"),
    "a bomb of repetitions": (BOMB, "parts"),
    "a ring": ("a: &a [*a]", "stands for nothing"),
    "what was never said": ("a: *b", "stands for nothing"),
    "too deep": ("a: " + "[" * 100_000, "levels deep"),
    "a key twice": ("roles: 1\nname: a\nroles: 2\n", "said twice"),
    "a key that is a list": ("? [a]\n: b\n", "no YAML"),
    "a control sign": ("a: \x07", "no YAML"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_configuration_is_refused_in_words(what: str) -> None:
    text, said = REFUSED[what]
    with pytest.raises(NoConfiguration) as no:
        as_text.read(text.encode())
    assert said in str(no.value)
    assert no.value.facts()["why"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: \xe9"])
def test_only_text_is_read(content: bytes) -> None:
    with pytest.raises(NoConfiguration, match="UTF-8"):
        as_text.read(content)


def test_a_file_may_be_so_large_and_no_larger() -> None:
    fits = b"a: " + b"x" * (as_text.LARGEST - 3)
    assert len(str(as_text.read(fits)["a"])) == as_text.LARGEST - 3
    with pytest.raises(NoConfiguration, match="5 MB"):
        as_text.read(fits + b"x")


def test_the_line_of_a_fault_is_told() -> None:
    with pytest.raises(NoConfiguration, match="Line 3: 'a' is said twice"):
        as_text.read(b"a: 1\nb: 2\na: 3\n")


def test_members_stand_in_the_order_of_their_definition_wherever_they_come_from() -> None:
    body = design.read(reading.blueprint("starter")).body()
    shuffled = json.loads(json.dumps(body, sort_keys=True))
    assert as_text.written(shuffled) == as_text.written(body)
    unreadable = as_text.written({**shuffled, "colour": "red"})
    assert unreadable.startswith("activity_kinds:"), "what can't be read stays as it is"


def test_honest_repetition_is_welcome() -> None:
    assert as_text.read(b"\xef\xbb\xbfa: &a {x: 1}\nb: *a\nc: {<<: *a, y: 2}\n") == {
        "a": {"x": 1},
        "b": {"x": 1},
        "c": {"x": 1, "y": 2},
    }
