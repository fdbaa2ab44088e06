"""What rules do: tell the people a deadline concerns, work out grades, meet events, wait, and try again."""

from bihuan.rules.commands.alerting import (
    alert_deadlines,
    alert_follow_ups,
    tell_answer,
    tell_exception,
    tell_late_tasks,
    tell_review,
    tell_reviewer,
)
from bihuan.rules.commands.calling import Errand, forget_secret, heard_back, make_secret, take_errands
from bihuan.rules.commands.grading import grade_after, regrade_some
from bihuan.rules.commands.hearing import hear, hear_made
from bihuan.rules.commands.meeting import judged, meet_some, put_aside
from bihuan.rules.commands.rescuing import call_again, drop_call, drop_run, run_again
from bihuan.rules.commands.waiting import again, go_round, retime, retry_some, ring_timers

__all__ = [
    "Errand",
    "again",
    "alert_deadlines",
    "alert_follow_ups",
    "call_again",
    "drop_call",
    "drop_run",
    "forget_secret",
    "go_round",
    "grade_after",
    "hear",
    "hear_made",
    "heard_back",
    "judged",
    "make_secret",
    "meet_some",
    "put_aside",
    "regrade_some",
    "retime",
    "retry_some",
    "ring_timers",
    "run_again",
    "take_errands",
    "tell_answer",
    "tell_exception",
    "tell_late_tasks",
    "tell_review",
    "tell_reviewer",
]
