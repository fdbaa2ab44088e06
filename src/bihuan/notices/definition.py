"""What a blueprint says about telling people: when, how often at most, and who hears of what nobody answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bihuan.kernel.calendar import Limit

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Urgent = Literal["warn", "due", "escalate"]


class NoticesDef(BaseModel):
    """What holds for everybody who has not chosen otherwise. Times are on the wall of the company's zone.

    What is `at_once` comes within working hours, `most_at_once` times a day, with so many minutes between; all else
    waits for the next digest. Nothing comes in the quiet hours. What nobody answers within `climb_after` goes one
    leader further up, `climb_most` times; 0 is never.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    digests: tuple[Clock, ...] = Field(default=("08:45", "16:30"), max_length=4)
    quiet_from: Clock = "20:00"
    quiet_until: Clock = "08:00"
    at_once: tuple[Urgent, ...] = ("due", "escalate")
    most_at_once: Annotated[int, Field(ge=0, le=20)] = 3
    gap_minutes: Annotated[int, Field(ge=0, le=480)] = 60
    climb_after: Limit = Limit.read("8 working_hours")
    climb_most: Annotated[int, Field(ge=0, le=4)] = 1


def manners(body: dict[str, Any]) -> NoticesDef:
    """How a published version tells people."""
    return NoticesDef.model_validate(body.get("notices") or {})
