"""Draft, check, plan, replay, pilot and release a blueprint.

Words: a *draft* may be changed; a *problem* keeps it from release; a *plan* lists what a release will do;
a *replay* runs old journeys through it.
"""
