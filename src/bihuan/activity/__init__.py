"""The work people do on a record: tasks, calls, notes, minutes.

Words: an *activity* is a contact or a piece of work of a configured kind; a *task* is anything that waits for a person;
*minutes* are what was said and agreed.
"""
