"""Working time: when people work, and how long something took or may take while they do.

Words: shift 班次, holiday 节假日, make-up workday 调休上班日, leave 请假, limit 时限.
Every answer comes from sums kept per year and a binary search: a deadline three years away costs what one
tomorrow costs.
"""

from bihuan.kernel.calendar.arithmetic import (
    add_workdays,
    add_working,
    is_workday,
    next_working_moment,
    working_minutes,
    working_time,
)
from bihuan.kernel.calendar.hours import STANDARD_WEEK, Calendar, Holidays, Shift
from bihuan.kernel.calendar.limit import Limit, deadline, elapsed, moment_before

__all__ = [
    "STANDARD_WEEK",
    "Calendar",
    "Holidays",
    "Limit",
    "Shift",
    "add_workdays",
    "add_working",
    "deadline",
    "elapsed",
    "is_workday",
    "moment_before",
    "next_working_moment",
    "working_minutes",
    "working_time",
]
