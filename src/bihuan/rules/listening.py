"""Which rules listen to what: found by what happened and to which object, however many rules there are. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bihuan.rules import definition
from bihuan.rules.definition import RuleDef, Trigger

Place = tuple[str, str]  # what happened, and to a record of which object


@dataclass(frozen=True)
class Listening:
    """The rules of one version, by what they listen to."""

    rules: Mapping[str, RuleDef]

    @cached_property
    def _begun(self) -> Mapping[Place, Sequence[tuple[Trigger, RuleDef]]]:
        return _by_place((one, rule) for rule in self._active for one in rule.on)

    @cached_property
    def _ended(self) -> Mapping[Place, Sequence[tuple[Trigger, RuleDef]]]:
        return _by_place((one, rule) for rule in self._active if rule.wait is not None for one in rule.wait.unless)

    @property
    def _active(self) -> Iterable[RuleDef]:
        return (rule for rule in self.rules.values() if rule.active)

    @cached_property
    def places(self) -> frozenset[Place]:
        """All that any rule listens to: nothing else need be written down."""
        return frozenset({*self._begun, *self._ended})

    def begun(self, happened: str, object_key: str, about: frozenset[str]) -> list[RuleDef]:
        """The rules that this sets off, each once, in the order of the configuration."""
        return _heard(self._begun, happened, object_key, about)

    def ended(self, happened: str, object_key: str, about: frozenset[str]) -> list[RuleDef]:
        """The rules that wait for this not to happen: they give up."""
        return _heard(self._ended, happened, object_key, about)

    def scheduled(self) -> list[tuple[RuleDef, Trigger]]:
        """The rules that the clock sets off."""
        return [(rule, one) for rule in self._active for one in rule.on if one.schedule is not None]


def listening(body: dict[str, Any]) -> Listening:
    """The rules a version describes, ready to listen."""
    return Listening(definition.rules(body))


def _by_place(found: Iterable[tuple[Trigger, RuleDef]]) -> Mapping[Place, Sequence[tuple[Trigger, RuleDef]]]:
    places: dict[Place, list[tuple[Trigger, RuleDef]]] = defaultdict(list)
    for one, rule in found:
        if one.schedule is None:
            places[one.event, rule.object].append((one, rule))
    return dict(places)


def _heard(
    places: Mapping[Place, Sequence[tuple[Trigger, RuleDef]]], happened: str, object_key: str, about: frozenset[str]
) -> list[RuleDef]:
    found = (rule for one, rule in places.get((happened, object_key), ()) if one.hears(happened, about))
    return list({rule.key: rule for rule in found}.values())
