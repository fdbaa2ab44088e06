"""When this happens, and if that holds, do those: at most once for each event.

Words: a *rule* has a *trigger*, a *condition* and *actions*; a *run* is one rule meeting one event;
the *rescue desk* keeps the runs that failed.
"""
