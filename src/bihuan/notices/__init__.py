"""Telling people: the inbox and the channels behind it, with what was acknowledged and what was put off.

Words: a *notice* 提醒 is a task's or an event's way to a person; a *channel* 通道 carries it; to *snooze* 稍后提醒 puts
it off.
"""
