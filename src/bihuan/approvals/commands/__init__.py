"""What can be done with an approval. One function, one thing a person or the clock can do."""

from bihuan.approvals.commands.answering import add_signer, answer, delegate, send_back
from bihuan.approvals.commands.asking import ask, remind, resubmit, withdraw
from bihuan.approvals.commands.following import changed, hand_over, journey_over, record_gone
from bihuan.approvals.commands.passing import absent, pass_turn
from bihuan.approvals.commands.ringing import LEVELS, ring

__all__ = [
    "LEVELS",
    "absent",
    "add_signer",
    "answer",
    "ask",
    "changed",
    "delegate",
    "hand_over",
    "journey_over",
    "pass_turn",
    "record_gone",
    "remind",
    "resubmit",
    "ring",
    "send_back",
    "withdraw",
]
