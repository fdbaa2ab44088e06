"""What can be done with what people are told: telling, answering, choosing, carrying."""

from bihuan.notices.commands.answering import acknowledge, read, see, snooze
from bihuan.notices.commands.carrying import Claimed, again, claim, drop, finish
from bihuan.notices.commands.choosing import choose
from bihuan.notices.commands.climbing import climb, plan_climbs
from bihuan.notices.commands.packing import pack
from bihuan.notices.commands.telling import SETTLED, News, pass_on, settle, settle_cause, tell, tell_all

__all__ = [
    "SETTLED",
    "Claimed",
    "News",
    "acknowledge",
    "again",
    "choose",
    "claim",
    "climb",
    "drop",
    "finish",
    "pack",
    "pass_on",
    "plan_climbs",
    "read",
    "see",
    "settle",
    "settle_cause",
    "snooze",
    "tell",
    "tell_all",
]
