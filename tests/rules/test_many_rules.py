"""Many rules: what happens is met by those that listen, and a check of all of them stays quick."""

from __future__ import annotations

from copy import deepcopy
from time import perf_counter

import pytest

from bihuan.design.examining import examined
from bihuan.objects import checking
from bihuan.rules import listening
from bihuan.rules.definition import Trigger
from tests.company import BLUEPRINT
from tests.rules.conftest import alert, rule

BIG = {"field": "amount", "op": "gt", "value": 500_000}


def test_matching_looks_at_the_rules_that_listen_and_at_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = [rule(f"deaf_{n}", "journey.closed", alert()) for n in range(990)]
    ten = [rule(f"hears_{n}", "record.changed", alert(), only=("amount",)) for n in range(10)]
    found = listening.listening({"rules": [*deaf, *ten]})
    found.begun("record.created", "opportunity", frozenset())  # what is worked out once for all
    asked: list[str] = []
    whole = Trigger.hears

    def counted(self: Trigger, happened: str, about: frozenset[str]) -> bool:
        asked.append(happened)
        return whole(self, happened, about)

    monkeypatch.setattr(Trigger, "hears", counted)
    assert len(found.begun("record.changed", "opportunity", frozenset({"amount"}))) == 10
    assert len(asked) == 10
    assert found.begun("record.changed", "customer", frozenset({"amount"})) == []
    assert len(asked) == 10


def test_what_refers_to_an_object_is_worked_out_once_however_many_rules_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [rule(f"r_{n}", "record.changed", alert(), only=("amount",), when=BIG) for n in range(500)]
    times: list[str] = []
    whole = checking.related

    def counted(known: object, found: object) -> object:
        times.append("related")
        return whole(known, found)  # type: ignore[arg-type]

    before = deepcopy(BLUEPRINT)
    monkeypatch.setattr(checking, "related", counted)
    examined(before)
    alone = len(times)
    began = perf_counter()
    _, faults = examined({**before, "rules": rules})
    assert faults == []
    assert len(times) - 2 * alone <= 1
    assert perf_counter() - began < 5
