"""When this happens, and if that holds, do those: at most once for each event.

Words: a *rule* 规则 has a *trigger* 触发, a *condition* 条件 and *actions* 动作; a *run* 执行 is one rule meeting one
event; the *rescue desk* 救援台 keeps the runs that failed.
"""
