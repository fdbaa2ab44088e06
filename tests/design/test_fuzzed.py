"""Documents gone wrong at random places, through every door: taken and kept exactly, or refused with place and reason.

Formulas look at stored number fields alone and a formula is not stored, so they can't look at each other in circles;
a stage's condition looks at the record alone. References may go in circles: a customer's contact has a customer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bihuan.design import as_text, differing, legible, queries
from bihuan.design import commands as design
from bihuan.design.definition import Blueprint
from bihuan.design.examining import examined
from bihuan.design.operations import found
from bihuan.kernel.refusals import Refusal
from bihuan.org.viewer import Viewer
from bihuan.packs import reading
from tests.company import BLUEPRINT, MONDAY_9

Body = dict[str, Any]
Way = tuple[str | int, ...]
WORDS = (Path(__file__).parents[2] / "web/src/features/design/words/faults.ts").read_text(encoding="utf-8")
SAID = frozenset(re.findall(r"^  (\w+):", WORDS, re.MULTILINE))
COMPANY: Body = Blueprint.model_validate(BLUEPRINT).body()
ALL: Sequence[str] = reading.keys()
BODIES = {key: design.read(reading.blueprint(key)).body() for key in ALL}


def deep(levels: int) -> Any:  # noqa: ANN401
    return [deep(levels - 1)] if levels else "x"


HOSTILE: list[Any] = [
    None,
    True,
    -1,
    0.5,
    10**400,
    float("inf"),
    "",
    "nowhere",
    "'; DROP TABLE design_draft; --",
    '"><script>alert(1)</script>',
    "{{7*7}}",
    "长" * 10_000,
    "a\u202eb",
    "\u200fא",
    "a\x00b",
    "a\x07b",
    "\x85",
    "\ud800",
    "e\u0301\u200d👩‍🔧",
    "line\nline",
    "1e5",
    "no",
    [],
    {},
    [1, {"a": None}],
    {"key": "x"},
    {"zh": 1, "en": []},
    {"field": "name", "op": "eq", "value": "\u2066x"},
    {"not": {"all": []}},
    deep(40),
    deep(70),
]


def ways(value: Any, way: Way = ()) -> Iterator[Way]:  # noqa: ANN401
    """Every place in a document."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, inside in parts:
        yield (*way, part)
        yield from ways(inside, (*way, part))


WAYS = {key: list(ways(body)) for key, body in {**BODIES, "company": COMPANY}.items()}


def gone_wrong(body: Body, way: Way, kind: str, value: Any) -> None:  # noqa: ANN401
    """Spoil one place, if it is still there."""
    here: Any = body
    try:
        for part in way[:-1]:
            here = here[part]
        _ = here[way[-1]]
    except (KeyError, IndexError, TypeError):
        return
    last: Any = way[-1]
    match kind:
        case "away":
            del here[last]
        case "twice" if isinstance(here, list):
            here.append(deepcopy(here[last]))
        case "called" if isinstance(here, dict) and isinstance(value, str):
            here[value] = here.pop(last)
        case _:
            here[last] = value


Wrong = tuple[int, str, int, int]  # at which place, what happens, and with what of the hostile or of elsewhere
WRONGS = st.lists(
    st.tuples(
        st.integers(0, 10**6),
        st.sampled_from(["set", "set", "set", "away", "twice", "called", "else"]),
        st.integers(0, len(HOSTILE) - 1),
        st.integers(0, 10**6),
    ),
    min_size=1,
    max_size=3,
)


def spoiled(key: str, wrongs: list[Wrong]) -> Body:
    """A sound document gone wrong in one to three places."""
    before = COMPANY if key == "company" else BODIES[key]
    after = deepcopy(before)
    for at, kind, hostile, elsewhere in wrongs:
        value: Any = HOSTILE[hostile]
        if kind == "else":  # what is sound elsewhere
            value = before
            for part in WAYS[key][elsewhere % len(WAYS[key])]:
                value = value[part]
        gone_wrong(after, way_of(key, at), kind, deepcopy(value))
    return after


def way_of(key: str, at: int) -> Way:
    """One of the places of a document."""
    return WAYS[key][at % len(WAYS[key])]


def told(problems: list[dict[str, Any]]) -> None:
    """Each problem names its place and its reason, in words that the desk has, and can be sent."""
    assert problems
    for one in problems:
        assert one["place"], one
        assert one["message"], one
        assert one["code"] in SAID, f"no words for {one}"
        json.dumps(one, ensure_ascii=False).encode()
        assert len(json.dumps(one)) < 5000


QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def place_of(body: Body, way: Way) -> tuple[str, ...]:
    """The place of an operation: by keys, as far as there are any."""
    place: list[str] = []
    here: Any = body
    for part in way:
        here = here[part]
        if isinstance(part, str):
            place.append(part)
        elif isinstance(here, dict) and "key" in here:
            place.append(here["key"])
        else:
            break
    return tuple(place)


@pytest.fixture
def drafted(session: Session, asking: Callable[[str], Viewer], browse: Callable[[str], TestClient]) -> Any:  # noqa: ANN401
    """A browser at a draft, and its address."""
    draft = design.take_in(session, asking("sun"), BODIES["starter"], now=MONDAY_9)
    session.commit()
    return browse("sun"), f"/api/design/drafts/{draft.id}"


@settings(max_examples=15, suppress_health_check=QUIET)
@given(wrongs=WRONGS)
def test_a_draft_takes_it_or_refuses_it_with_its_place(drafted: Any, wrongs: list[Wrong]) -> None:  # noqa: ANN401
    client, one = drafted
    after = spoiled("starter", wrongs)
    place = place_of(BODIES["starter"], way_of("starter", wrongs[0][0]))
    known = client.get(one).json()
    step = {"do": "set", "place": place, "value": found(after, place)}
    sent = json.dumps({"revision": known["revision"], "operations": [step]})
    answer = client.post(f"{one}/edits", content=sent, headers={"content-type": "application/json"})
    if answer.status_code == 200:
        body = answer.json()["body"]
        assert as_text.read(as_text.written(body).encode()) == body
        assert client.get(f"{one}/plan").status_code == 200
        undone = client.post(f"{one}/undo")
        assert undone.status_code == 200, (undone.status_code, undone.text[:400], step)
        assert undone.json()["body"] == known["body"]
    else:
        assert answer.status_code == 422, answer.text
        told(answer.json()["facts"]["problems"])
        assert client.get(one).json()["body"] == known["body"]


@settings(max_examples=15, suppress_health_check=QUIET)
@given(key=st.sampled_from(list(BODIES)), wrongs=WRONGS)
def test_a_text_is_read_exactly_or_refused(session: Session, sun: Viewer, key: str, wrongs: list[Wrong]) -> None:
    before, after = BODIES[key], spoiled(key, wrongs)
    try:
        document = as_text.read(as_text.written(after).encode())
    except as_text.NoConfiguration:
        return  # whose reason test_as_text.py asks for
    assert document == after
    blueprint, faults = examined(document)
    for lang in ("zh", "en"):
        assert all(one.place and one.words for one in differing.changes(before, document, lang))
    if faults:
        told([one.problem() for one in faults])
    if blueprint is None:
        assert faults
        return
    body = blueprint.body()
    assert as_text.read(as_text.written(body).encode()) == body
    again, still = examined(body)
    assert (again, still) == (blueprint, faults)
    queries.plan(session, sun, blueprint, now=MONDAY_9)


@settings(max_examples=15, suppress_health_check=QUIET)
@given(wrongs=WRONGS)
def test_it_becomes_a_draft_and_lives_or_is_refused(session: Session, sun: Viewer, wrongs: list[Wrong]) -> None:
    after = spoiled("company", wrongs)
    for act in (design.take_in, design.release):
        there = session.begin_nested()
        try:
            act(session, sun, after, now=MONDAY_9)
            session.flush()
        except Refusal as no:
            json.dumps(no.facts(), ensure_ascii=False).encode()
            if isinstance(no, design.BlueprintFaulty):
                told(no.facts()["problems"])  # type: ignore[arg-type]
        there.rollback()
        session.expire_all()


@pytest.fixture
def sun(asking: Callable[[str], Viewer]) -> Viewer:
    """Runs the system."""
    return asking("sun")


NOT_KEPT: dict[str, tuple[str, str, str]] = {
    "a turning mark": ('name: "a\\u202Eb"', "name", "turning_characters"),
    "a mark to the left": ('name: {zh: a, en: "\\u200Fb"}', "name.en", "turning_characters"),
    "no character": ('name: "a\\0b"', "name", "bad_characters"),
    "a control character": ('name: "a\\x9Fb"', "name", "bad_characters"),
    "a long name": (f"name: {'长' * 201}", "name", "long_name"),
    "a synonym": ('objects: [{key: a, synonyms: ["\\u2066"]}]', "objects.a.synonyms.0", "turning_characters"),
    "a pattern": ('objects: [{key: a, pattern: "\\u2066"}]', "objects.a.pattern", "turning_characters"),
    "a member": ('roles: [{key: a, "\\u202E": 1}]', "roles.a.\u202e", "turning_characters"),
    "a number without end": ("objects: [{key: a, default: .inf}]", "objects.a.default", "number_too_large"),
    "no number": ("objects: [{key: a, default: .nan}]", "objects.a.default", "number_too_large"),
    "a number of 6000 digits": (
        f"objects: [{{key: a, default: 0x{'f' * 5000}}}]",
        "objects.a.default",
        "number_too_large",
    ),
    "bytes": ("objects: [{key: a, default: !!binary /w==}]", "objects.a.default", "wrong_type"),
    "a set": ("objects: [{key: a, default: !!set {a, b}}]", "objects.a.default", "wrong_type"),
    "a member that is a number": ("objects: [{key: a, default: {1: 2}}]", "objects.a.default", "bad_member"),
}


@pytest.mark.parametrize(("text", "place", "code"), NOT_KEPT.values(), ids=NOT_KEPT)
def test_what_nobody_could_show_or_keep_is_refused(text: str, place: str, code: str) -> None:
    blueprint, faults = examined(as_text.read(text.encode()))
    assert blueprint is None
    assert (place, code) in [(one.place, one.code) for one in faults]
    told([one.problem() for one in faults])


def test_a_long_script_and_what_looks_like_a_program_are_texts() -> None:
    body = deepcopy(COMPANY)
    body["name"] = "<b>'; DROP TABLE x; --</b> 👩‍🔧" + "长" * 150
    body["processes"][0]["stages"][0]["script"] = "长" * 2000
    assert legible.faults(body) == []
    assert examined(body)[1] == []
