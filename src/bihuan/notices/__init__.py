"""Telling people: the inbox and the channels behind it, with what was acknowledged and what was put off.

Words: a *notice* is a task's or an event's way to a person; a *channel* carries it; to *snooze* puts it off.
"""
