"""Handing over: all that waits for somebody who leaves or moves goes to others, in one act that can be taken back.

A handover is dealt out first and shown; what was shown is then done, item by item: records with their journeys, tasks,
reviews, alerts. Few items are done in the act's own transaction, thousands in batches by a job; it stays one handover.

Words: a *handover* 交接 goes to *successors* 接手的人, with a *handover note* 交接说明; what is *without an owner*
无人负责 belongs to nobody who works here.
"""
