"""Asking leave: who must say yes, in which order, and what they said.

Words: a *request* 申请 asks; a *step* 步骤 waits for one or more people; an *answer* 答复 is yes, no, or back to you.
"""
