"""What a pack's company says must be sayable in its configuration: every key it names is one of the blueprint's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bihuan.design import commands as design
from bihuan.design.definition import Blueprint
from bihuan.objects import definition as objects
from bihuan.objects.definition import ObjectDef
from bihuan.packs import company as companies
from bihuan.packs import reading
from bihuan.packs.company import Company
from bihuan.process import definition as processes
from bihuan.process.definition import Process

WITH_COMPANY = [key for key in sorted(reading.keys()) if reading.company(key)]
SMALL = "齐步软件"  # the company of the pack that is no trade's: a dozen people are enough to try it
Pack = tuple[Company, Blueprint, dict[str, ObjectDef], Process]


@pytest.fixture(scope="module", params=WITH_COMPANY)
def pack(request: pytest.FixtureRequest) -> Pack:
    """A pack's company, its configuration, its objects, and the process along which it sells."""
    document = reading.blueprint(request.param)
    found = companies.read(reading.company(request.param))
    blueprint = design.read(document)
    body = blueprint.body()
    process = next(one for one in processes.read(body).values() if one.object == found.deal.object)
    return found, blueprint, dict(objects.read(body)), process


def test_every_pack_has_a_company_to_look_at() -> None:
    assert sorted(reading.keys()) == WITH_COMPANY


def test_everybody_is_in_a_team_that_is_led(pack: Pack) -> None:
    found, blueprint, *_ = pack
    logins = [person.login for person in found.people]
    teams = {team.key for team in found.teams}
    roles = {role.key for role in blueprint.roles}
    assert len(logins) == len(set(logins)) == (12 if found.name == SMALL else 43)
    assert {person.team for person in found.people} <= teams
    assert {team.manager for team in found.teams} <= set(logins)
    assert {person.role for person in found.people} <= roles
    assert {heir for person in found.people for heir in person.heirs} <= set(logins)
    assert {away.substitute for person in found.people for away in person.away} - {None} <= set(logins)


def test_the_story_has_its_people(pack: Pack) -> None:
    found, *_ = pack
    assert len([person for person in found.people if person.pads]) == 1
    assert [person for person in found.people if person.joins]
    assert [person for person in found.people if person.leaves]
    assert max(person.reviews.hours for person in found.people) > 24
    assert [row for row in found.customers.read() if row.get("_temper") == "silent"]


def test_many_customers_lie_somewhere_in_one_part_of_the_country(pack: Pack) -> None:
    found, _, known, _ = pack
    rows = found.customers.read()
    fields = known[found.customer.object].by_key
    places = [value for row in rows for value in row.values() if isinstance(value, dict)]
    least = 48 if found.name == SMALL else 200
    assert len(rows) == len({row["name"] for row in rows}) >= least
    assert len({(place["lng"], place["lat"]) for place in places}) > least * 0.95
    assert max(place["lng"] for place in places) - min(place["lng"] for place in places) < 8
    assert max(place["lat"] for place in places) - min(place["lat"] for place in places) < 8
    told = {key for row in rows for key in row if not key.startswith("_")} | set(found.customer.values)
    assert told <= set(fields)


def test_every_stage_is_played_and_what_its_gate_asks_for_can_be_made(pack: Pack) -> None:
    found, blueprint, known, process = pack
    kinds = {kind.key for kind in blueprint.activity_kinds}
    reasons = {reason.key for reason in process.lost_reasons}
    assert list(found.stages) == [stage.key for stage in process.stages]
    before = {found.deal.customer, *found.deal.values}
    for stage in process.stages:
        told = found.stages[stage.key]
        before |= set(told.values)
        assert set(stage.gate.fields) <= before, stage.key
        assert set(told.values) <= set(known[found.deal.object].by_key), stage.key
        assert set(told.touches) <= kinds, stage.key
        assert set(told.reasons) <= reasons, stage.key
        assert not told.back or told.back.to in stage.back_to, stage.key
        ways = {choice.key: len(choice.ways) for choice in stage.gate.alternatives}
        assert all(len(weights) == ways.get(key) for key, weights in told.ways.items()), stage.key
    assert found.silence.reason in reasons
    assert set(found.padded.kinds) | set(found.silence.kinds) <= kinds
    assert set(found.lost_notes) <= reasons


def test_every_paper_is_one_that_is_asked_for(pack: Pack) -> None:
    found, *_, process = pack
    things = {thing.key: thing for thing in process.deliverables()}
    assert set(found.papers) <= set(things)
    for key, thing in things.items():
        if thing.kind == "text":
            assert found.papers[key].text, key
        if thing.kind in {"form", "record"}:
            assert found.papers[key].values, key


def test_people_have_enough_to_say(pack: Pack) -> None:
    found, _, _, process = pack
    used = {kind for stage in found.stages.values() for kind in stage.touches}
    asked = {kind for thing in process.deliverables() if thing.kind == "summary" for kind in thing.activity_kinds}
    for kind in used | asked:
        said = {text for of_stage in found.talks.values() for text in of_stage.get(kind, ())}
        assert len(said) >= 6, kind
    assert set(found.talks) <= {"any", *(stage.key for stage in process.stages)}


def test_no_text_asks_for_a_word_that_nobody_knows(pack: Pack) -> None:
    found, *_ = pack
    words = {"customer", "job", "n", "rep", "contact", "product"}
    for text in _texts(found.model_dump()):
        text.format_map(dict.fromkeys(words, "x"))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
