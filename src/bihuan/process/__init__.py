"""The way a record travels: stages, the gates between them, the clock on each.

Words: a *journey* 客户旅程 is one record's way through one version of a *process* 流程; it stands in a *stage* 节点;
its time there is a *stay* 停留; a *gate* 准出条件 guards the way out; a *deliverable* 交付物 opens it; an *exception*
例外通行 passes a closed gate by right and with a reason; a stay that lasts too long is *overdue* 超时.
"""
