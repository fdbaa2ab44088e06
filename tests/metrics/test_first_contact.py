"""How soon somebody was in touch: whoever was not yet counts for nothing, least of all for at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bihuan.activity import commands as activity
from bihuan.org import queries as people
from bihuan.records import commands as records
from tests.company import MONDAY_9, Cast


def test_a_deal_without_a_contact_is_not_one_with_a_contact_at_once(
    browse: Callable[[str], TestClient], session: Session, cast: Cast
) -> None:
    chen = people.viewer(session, cast.chen)
    called = records.create(session, chen, "opportunity", {"name": "打过电话"}, now=MONDAY_9)
    records.create(session, chen, "opportunity", {"name": "没人管"}, now=MONDAY_9)
    later = MONDAY_9 + timedelta(hours=3)
    activity.log(session, chen, called, kind="call", summary="约了周四", happened_at=later, now=later)

    told = browse("chen").get("/api/metrics/first_contact_hours").json()

    assert (told["count"], told["value"], told["median"]) == (1, 3, 3)
