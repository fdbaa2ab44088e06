"""The work people do on a record: tasks, calls, notes, minutes.

Words: an *activity* 跟进 is a contact or a piece of work of a configured kind; a *task* 待办 is anything that waits
for a person; *minutes* 纪要 are what was said and agreed.
"""
