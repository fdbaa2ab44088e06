"""Being there: plans, routes, check-ins and the proof of them.

Words: a *visit* is an activity with a place; a *route* is an order of visits; a *check-in* says I am here,
a *check-out* says I leave; *evidence* shows it.
"""
