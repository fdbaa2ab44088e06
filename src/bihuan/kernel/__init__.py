"""The ground everything stands on: clock, calendar, conditions, database, refusals, events. It knows no business word.

Words: a *refusal* is a "no" that was foreseen; a *condition* is a small typed tree of
comparisons; a *working calendar* tells working time from the rest; an *event* is a fact
others may hear.
"""
