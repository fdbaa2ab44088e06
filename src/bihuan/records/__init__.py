"""The things themselves: the customers, deals and quotes that people work on, saved so that nobody overwrites another.

Words: a *record* 记录 is one thing of an object; a *value* 值 is what stands in one of its fields; an *owner* 负责人
answers for it; a *view* 视图 is a saved question.
"""
