"""What a definition may say, and how all that is wrong with it is named."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bihuan.objects import checking, definition
from bihuan.objects.definition import ObjectDef

NAME: dict[str, Any] = {"key": "name", "label": "名称", "type": "text"}
HOSTILE_KEYS = [
    "",
    "Name",
    "1a",
    "a-b",
    'a"b',
    "a b",
    "a;drop table x",
    "a__b",
    "a_",
    "_a",
    "a\n",
    "名称",
    "a" * 41,
    "a.b",
    "a\0",
]


def made(*fields: dict[str, Any], **more: object) -> ObjectDef:
    return ObjectDef.model_validate({"key": "thing", "label": "物", "title": "name", "fields": [NAME, *fields], **more})


@pytest.mark.parametrize("key", HOSTILE_KEYS)
def test_a_hostile_key_is_no_key(key: str) -> None:
    with pytest.raises(ValidationError):
        made({"key": key, "label": "X", "type": "text"})
    with pytest.raises(ValidationError):
        made(key=key)


@pytest.mark.parametrize(
    "key", ["id", "owner", "owner_id", "owner_pos", "search", "revision", "q", "sort", "deleted_at"]
)
def test_a_name_of_the_system_is_no_key(key: str) -> None:
    with pytest.raises(ValidationError, match="kept for the system"):
        made({"key": key, "label": "X", "type": "text"})


@pytest.mark.parametrize(
    "more",
    [
        {"title": "nothing"},
        {"quick": ["nothing"]},
        {"list_columns": ["nothing"]},
        {"form": [{"label": "A", "fields": ["nothing"]}]},
        {"form": [{"key": "a", "label": "A"}, {"key": "a", "label": "B"}]},
        {"fields": [NAME, NAME]},
        {"fields": []},
        {"visibility": "nobody"},
        {"surprise": 1},
    ],
)
def test_an_object_that_contradicts_itself_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        made(**more)


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ({"type": "nonsense"}, "no_such_type"),
        ({"type": "text", "pattern": "("}, "bad_pattern"),
        ({"type": "text", "pattern": "(?=a)"}, "bad_pattern"),
        ({"type": "text", "pattern": r"(a)\1"}, "bad_pattern"),
        ({"type": "text", "max": 501}, "bad_length"),
        ({"type": "choice"}, "no_choices"),
        ({"type": "reference"}, "points_nowhere"),
        ({"type": "reference", "to": "nothing"}, "no_such_object"),
        ({"type": "formula"}, "no_formula"),
        ({"type": "formula", "formula": {"field": "name"}}, "not_a_number"),
        ({"type": "formula", "formula": {"field": "nothing"}}, "not_a_number"),
        ({"type": "formula", "formula": 1, "required": True}, "fills_itself"),
        ({"type": "auto_number", "default": "1"}, "fills_itself"),
        ({"type": "boolean", "min": 1}, "not_for_this_type"),
        ({"type": "date", "pattern": "a"}, "not_for_this_type"),
        ({"type": "choices", "choices": [{"key": "a", "label": "A"}], "unique": True}, "not_for_this_type"),
        ({"type": "integer", "default": "many"}, "bad_default"),
        ({"type": "integer", "default": 5, "max": 4}, "bad_default"),
    ],
)
def test_a_field_that_cannot_work_is_named(field: dict[str, Any], code: str) -> None:
    found = made({"key": "x", "label": "X", **field})
    faults = checking.faults({"thing": found})
    assert [(fault.place.removesuffix(".formula"), fault.code) for fault in faults] == [
        ("objects.thing.fields.x", code)
    ]


def test_a_formula_that_looks_at_the_clock_is_refused() -> None:
    condition = {"field": "day", "op": "before", "value": {"days": 3}}
    found = made(
        {"key": "day", "label": "D", "type": "date"},
        {"key": "x", "label": "X", "type": "formula", "formula": {"if": condition, "then": 1, "else": 2}},
    )
    assert [fault.code for fault in checking.faults({"thing": found})] == ["depends_on_now"]


def test_a_title_is_something_one_can_read() -> None:
    found = made({"key": "size", "label": "S", "type": "decimal"}, title="size")
    assert [fault.code for fault in checking.faults({"thing": found})] == ["bad_title"]


def test_a_condition_in_a_form_is_checked() -> None:
    found = made(form=[{"label": "A", "fields": ["name"], "visible_when": {"field": "gone", "op": "is_filled"}}])
    assert [fault.place for fault in checking.faults({"thing": found})] == ["objects.thing.form.0.visible_when"]


def test_a_dictionary_fills_its_fields() -> None:
    body = {
        "dictionaries": [{"key": "sources", "label": "来源", "entries": [{"key": "fair", "label": "展会"}]}],
        "objects": [
            {
                "key": "thing",
                "label": "物",
                "title": "name",
                "fields": [NAME, {**NAME, "key": "s", "type": "choice", "dictionary": "sources"}],
            }
        ],
    }
    assert list(definition.read(body)["thing"].by_key["s"].by_choice) == ["fair"]
    body["dictionaries"] = []
    with pytest.raises(ValueError, match=r"objects.thing.fields.s: there is no dictionary 'sources'"):
        definition.read(body)


def test_what_was_read_can_be_written_and_read_again() -> None:
    condition = {"field": "size", "op": "gt", "value": 3}
    found = made(
        {"key": "size", "label": {"zh": "大小", "en": "Size"}, "type": "decimal", "min": "0.5", "unit": "mm"},
        {
            "key": "x",
            "label": "X",
            "type": "formula",
            "formula": {"if": condition, "then": {"*": [{"field": "size"}, 2]}, "else": 0},
        },
        form=[{"label": "A", "fields": ["size"], "visible_when": condition}],
    )
    assert ObjectDef.model_validate(found.model_dump(mode="json", exclude_none=True)) == found
