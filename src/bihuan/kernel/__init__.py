"""The ground everything stands on: clock, calendar, conditions, database, refusals, events. It knows no business word.

Words: a *refusal* 拒绝 is a "no" that was foreseen; a *condition* 条件 is a small typed tree of comparisons; a
*working calendar* 工作日历 tells working time from the rest; an *event* 事件 is a fact others may hear.
"""
