"""Handing in what a stage asks for: of each kind, only what is asked for, and only where it is asked."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.design import commands as design
from bihuan.kernel.refusals import Invalid, NotFound
from bihuan.process.commands.handing_in import NoSuchDeliverable, WrongDeliverable
from bihuan.process.commands.moving import JourneyOver
from bihuan.records.file_types import WrongFileType
from tests.company import BLUEPRINT, MONDAY_9
from tests.process.deals import EXE, PDF, Deal, png

Browse = Callable[[str], TestClient]
NewDeal = Callable[[], Deal]

ALL_KINDS = [
    {"key": "drawing", "label": "Drawing", "kind": "file", "types": ["pdf", "png"], "count": 2},
    {"key": "anything", "label": "Anything", "kind": "file"},
    {"key": "plate", "label": "Plate", "kind": "photo"},
    {"key": "talk", "label": "Talk", "kind": "audio"},
    {"key": "need", "label": "Need", "kind": "text", "min_length": 10},
    {"key": "conditions", "label": "Conditions", "kind": "form", "fields": ["medium", "temperature"]},
    {"key": "talks", "label": "Talks", "kind": "summary", "count": 2, "activity_kinds": ["call", "visit"]},
]


@pytest.fixture
def asked(session: Session, new_deal: NewDeal) -> Deal:
    """A deal whose first stage asks for one of each kind."""
    document: dict[str, Any] = deepcopy(BLUEPRINT)
    document["processes"][0]["stages"][0]["gate"] = {"deliverables": ALL_KINDS}
    design.release(session, None, document, now=MONDAY_9)
    return new_deal().opened()


def still(deal: Deal) -> set[str]:
    return {key for key, _ in deal.missing()}


def test_a_file_of_a_type_that_is_asked_for_counts(asked: Deal) -> None:
    made = asked.hand_in_file("drawing")
    assert (made.kind, made.status, made.late) == ("file", "accepted", False)
    assert "drawing" in still(asked)
    asked.hand_in_file("drawing", png(), "图.png")
    assert "drawing" not in still(asked)
    assert asked.kinds == ["journey.started", "deliverable.handed_in", "deliverable.handed_in"]


def test_several_files_at_once_count_as_several_and_one_twice_as_one(asked: Deal) -> None:
    first, second = asked.upload(), asked.upload(png(), "图.png")
    asked.hand_in("drawing", file_ids=(first, first))
    assert "drawing" in still(asked)
    asked.hand_in("drawing", file_ids=(second,))
    assert "drawing" not in still(asked)


@pytest.mark.parametrize(
    ("key", "content", "name", "found"),
    [
        ("drawing", b"OggS" + b"\x00" * 50, "声音.ogg", "audio/ogg"),
        ("plate", PDF, "a.pdf", "application/pdf"),
        ("talk", png(), "a.png", "image/png"),
    ],
)
def test_a_file_of_another_type_does_not_count_and_stays_the_uploader_s(
    asked: Deal, key: str, content: bytes, name: str, found: str
) -> None:
    with pytest.raises(WrongDeliverable) as no:
        asked.hand_in_file(key, content, name)
    assert (no.value.facts()["why"], no.value.facts()["found"]) == ("wrong_file_type", found)
    assert key in still(asked)
    assert asked.kinds == ["journey.started"]


def test_a_program_that_calls_itself_a_pdf_is_not_even_kept(asked: Deal) -> None:
    with pytest.raises(WrongFileType):
        asked.upload(EXE, "方案.pdf")


def test_where_no_type_is_named_every_file_that_is_taken_counts(asked: Deal) -> None:
    asked.hand_in_file("anything", b"OggS" + b"\x00" * 50, "声音.ogg")
    assert "anything" not in still(asked)


@pytest.mark.parametrize(
    ("key", "content", "name"), [("plate", png(), "铭牌.png"), ("talk", b"OggS" + b"\x00" * 50, "录音.ogg")]
)
def test_a_photo_is_a_picture_and_an_audio_a_sound(asked: Deal, key: str, content: bytes, name: str) -> None:
    asked.hand_in_file(key, content, name)
    assert key not in still(asked)


@pytest.mark.parametrize("key", ["drawing", "plate", "talk"])
def test_without_a_file_nothing_is_handed_in(asked: Deal, key: str) -> None:
    with pytest.raises(WrongDeliverable) as no:
        asked.hand_in(key, text="这是一份很长的说明文字，不是文件")
    assert no.value.facts()["why"] == "file_needed"


def test_a_file_that_is_somebody_else_s_is_not_there(asked: Deal) -> None:
    foreign = asked.upload(by="zhao")
    with pytest.raises(NotFound):
        asked.hand_in("anything", file_ids=(foreign,))
    with pytest.raises(NotFound):
        asked.hand_in("anything", file_ids=(999_999_999,))


def test_a_file_that_belongs_to_another_record_is_not_taken_from_it(asked: Deal, new_deal: NewDeal) -> None:
    other = new_deal().opened()
    file_id = other.upload()
    other.hand_in("anything", file_ids=(file_id,))
    with pytest.raises(NotFound):
        asked.hand_in("anything", file_ids=(file_id,))


@pytest.mark.parametrize(
    ("text", "why"),
    [("短", "too_short"), ("  九个字加空格不够  ", "too_short"), ("", "too_short"), ("长" * 100_001, "too_long")],
)
def test_a_text_that_is_too_short_or_far_too_long_does_not_count(asked: Deal, text: str, why: str) -> None:
    with pytest.raises(WrongDeliverable) as no:
        asked.hand_in("need", text=text)
    assert no.value.facts()["why"] == why
    assert "need" in still(asked)


def test_a_text_of_the_least_length_counts_without_its_blanks(asked: Deal) -> None:
    assert asked.hand_in("need", text="  介质是热水，八十五度，无腐蚀  ").text == "介质是热水，八十五度，无腐蚀"
    assert "need" not in still(asked)


def test_a_form_is_written_into_the_record_by_the_record_s_own_command(asked: Deal) -> None:
    asked.hand_in("conditions", answers={"medium": "热水", "temperature": "80"})
    assert "conditions" not in still(asked)
    assert (asked.record.values["medium"], str(asked.record.values["temperature"])) == ("热水", "80")
    assert asked.record.revision == 2


def test_a_form_names_the_fields_that_are_still_empty(asked: Deal) -> None:
    with pytest.raises(WrongDeliverable) as no:
        asked.hand_in("conditions", answers={"medium": "热水"})
    assert no.value.facts() == {"why": "form_incomplete", "fields": ["temperature"]}
    assert asked.record.values["medium"] is None
    asked.fill(temperature="80").hand_in("conditions", answers={"medium": "热水"})
    assert "conditions" not in still(asked)


@pytest.mark.parametrize(
    ("answers", "field", "code"),
    [
        ({"medium": "热水", "temperature": "很热"}, "temperature", None),
        ({"medium": "热水", "temperature": "80", "amount": "1"}, "amount", "unknown_field"),
        ({"medium": "热水", "temperature": "80", "owner_id": 1}, "owner_id", "unknown_field"),
    ],
)
def test_a_form_takes_its_own_fields_and_values_that_fit(
    asked: Deal, answers: dict[str, Any], field: str, code: str | None
) -> None:
    with pytest.raises(Invalid) as no:
        asked.hand_in("conditions", answers=answers)
    assert no.value.problems[0]["field"] == field
    assert code in {None, no.value.problems[0]["code"]}
    assert "conditions" in still(asked)
    assert asked.record.revision == 1


def test_summaries_are_counted_from_the_stay_s_own_activities_of_the_kinds_named(asked: Deal) -> None:
    asked.contact(ago=24).later(hours=1).contact(kind="note")
    assert dict(asked.missing())["talks"] == "too_few"
    asked.contact(kind="call").contact(kind="visit")
    assert "talks" not in still(asked)
    with pytest.raises(WrongDeliverable) as no:
        asked.hand_in("talks", text="我已经打过两次电话了，请相信我")
    assert no.value.facts()["why"] == "not_by_hand"


def test_what_the_stage_does_not_ask_for_cannot_be_handed_in(asked: Deal) -> None:
    with pytest.raises(NoSuchDeliverable) as no:
        asked.hand_in("proposal_pdf", file_ids=(asked.upload(),))
    assert "drawing" in str(no.value.facts()["known"])
    with pytest.raises(NoSuchDeliverable):
        asked.hand_in("nonsense", text="x")


def test_what_comes_after_the_limit_is_marked_late(deal: Deal) -> None:
    deal.reach("quote").later(days=9)
    assert deal.hand_in("terms", text="三七开，质保一年，含运费").late is True


def test_nothing_is_handed_in_on_a_journey_that_is_over(deal: Deal) -> None:
    deal.reach("quote").lose()
    with pytest.raises(JourneyOver):
        deal.hand_in("terms", text="三七开，质保一年，含运费")


def test_handing_in_over_http_by_file_by_text_and_by_form(asked: Deal, browse: Browse) -> None:
    chen, path = browse("chen"), f"/api/journeys/{asked.journey.id}/deliverables"
    files = [("file", ("a.pdf", BytesIO(PDF))), ("file", ("b.png", BytesIO(png())))]
    both = chen.post(f"{path}/drawing", files=files)
    assert both.status_code == 201, both.text
    assert [(one["key"], one["file"]["name"], one["by"]["name"]) for one in both.json()["deliverables"]] == [
        ("drawing", "a.pdf", "陈销售"),
        ("drawing", "b.png", "陈销售"),
    ]
    assert chen.post(f"{path}/need", json={"text": "介质是热水，八十五度，无腐蚀"}).status_code == 201
    form = chen.post(f"{path}/conditions", json={"answers": {"medium": "热水", "temperature": "80"}})
    assert {item["key"] for item in form.json()["gate"]["items"] if not item["met"]} == {
        "anything",
        "plate",
        "talk",
        "talks",
    }


@pytest.mark.parametrize(
    ("key", "sent", "code"),
    [
        ("drawing", {"files": [("file", ("a.pdf", BytesIO(EXE)))]}, "wrong_file_type"),
        ("drawing", {"files": [("file", ("a.exe", BytesIO(EXE)))]}, "wrong_file_type"),
        ("drawing", {"json": {"file_ids": [999999]}}, "not_found"),
        ("drawing", {"json": {"file_ids": ["1"]}}, "invalid"),
        ("drawing", {"json": {"file_ids": [2**63]}}, "invalid"),
        ("need", {"json": {"text": 5}}, "invalid"),
        ("need", {"json": {"text": "短"}}, "wrong_deliverable"),
        ("need", {"json": {"words": "x"}}, "invalid"),
        ("need", {"json": ["text"]}, "invalid"),
        ("nothing", {"json": {"text": "x"}}, "no_such_deliverable"),
        ("conditions", {"json": {"answers": {"medium": "热水", "temperature": "9" * 400}}}, "invalid"),
    ],
)
def test_bad_input_is_a_refusal_and_leaves_nothing_half_done(
    asked: Deal, browse: Browse, key: str, sent: dict[str, Any], code: str
) -> None:
    answer = browse("chen").post(f"/api/journeys/{asked.journey.id}/deliverables/{key}", **sent)
    assert (answer.status_code < 500, answer.json()["code"]) == (True, code), answer.text
    assert set(answer.json()) == {"code", "message", "facts"}
    assert asked.kinds == ["journey.started"]
    assert asked.record.revision == 1
