"""Draft, check, plan, replay, pilot and release a blueprint.

Words: a *draft* 草稿 may be changed; a *step* 改动 is what one person changes in it at once; a *problem* 问题 keeps it
from release; a *plan* 变更计划 lists what a release will do; a *replay* 推演 runs old journeys through it.
"""
