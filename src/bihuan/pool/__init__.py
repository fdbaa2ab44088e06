"""What nobody works on belongs to a pool: whoever may, claims it from there, within limits; what lies idle goes back.

A pool stands among the owners as nobody does: it never logs in and lies beyond all teams, so that of what it owns
nobody sees anything who doesn't see all. Only this module shows more of it: the fields chosen for the pool.

Words: 公海 pool · 领取 claim · 退回 return · 保护期 protection · 冷却期 cool-down.
"""
