"""The things themselves: the customers, deals and quotes that people work on, saved so that nobody overwrites another.

Words: a *record* is one thing of an object; a *value* is what stands in one of its fields;
an *owner* answers for it; a *view* is a saved question.
"""
