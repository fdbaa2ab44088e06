"""What can be done with a journey. One function, one thing a person or the clock can do."""

from bihuan.process.commands.confirming import Answer, answer, send, view
from bihuan.process.commands.demanding import demand
from bihuan.process.commands.door import review_cause
from bihuan.process.commands.following import Begun, approver_turned, begin, hand_over, noted
from bihuan.process.commands.handing_in import Handful, accept, hand_in, pass_review, reject
from bihuan.process.commands.moving import advance, close, end_merged, go_back, make_exception
from bihuan.process.commands.placing import Batch, Placed, place, unplace
from bihuan.process.commands.recomputing import recompute
from bihuan.process.commands.replaying import History, Replay, Step, replay
from bihuan.process.commands.ringing import LEVELS, ring, ring_follow_ups
from bihuan.process.commands.transferring import Course, go_on, go_over, may_transfer, transfer, undo_transfer

__all__ = [
    "LEVELS",
    "Answer",
    "Batch",
    "Begun",
    "Course",
    "Handful",
    "History",
    "Placed",
    "Replay",
    "Step",
    "accept",
    "advance",
    "answer",
    "approver_turned",
    "begin",
    "close",
    "demand",
    "end_merged",
    "go_back",
    "go_on",
    "go_over",
    "hand_in",
    "hand_over",
    "make_exception",
    "may_transfer",
    "noted",
    "pass_review",
    "place",
    "recompute",
    "reject",
    "replay",
    "review_cause",
    "ring",
    "ring_follow_ups",
    "send",
    "transfer",
    "undo_transfer",
    "unplace",
    "view",
]
