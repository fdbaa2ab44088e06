"""Asking leave: who must say yes, in which order, and what they said.

Words: a *request* asks; a *step* waits for one or more people; an *answer* is yes, no, or back to you.
"""
