"""The way a record travels: stages, the gates between them, the clock on each.

Words: a *journey* is one record's way through one version of a *process*; it stands in a *stage*;
its time there is a *stay*; a *gate* guards the way out; a *deliverable* opens it; an *exception* passes a
closed gate by right and with a reason; a stay that lasts too long is *overdue*.
"""
