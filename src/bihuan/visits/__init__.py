"""Being there: plans, routes, check-ins and the proof of them.

Words: a *visit* 拜访 is an activity with a place; a *route* 动线 is an order of visits; a *check-in* 签到 says I am
here, a *check-out* 签退 says I leave; *evidence* 证据 shows it.
"""
