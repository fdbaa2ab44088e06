"""What waits for a person, of every kind, in one list; and what waits for a whole team.

Words: a *thing* 事项 is one row of the list, whatever stands behind it: a task, a stage of a journey, something that
expires. It is *red* when its moment has passed, *put off* 稍后 until a moment, *given* 托付 to a colleague.
"""
