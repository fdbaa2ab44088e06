"""Bringing data in: files are read, checked as a whole, then taken in one batch that can be undone.

Words: a *mapping* 列对应 says which column is which field; a *dry run* 试导 tells every problem and changes nothing;
a *batch* 批次 is what came in together; an *opening balance* 期初 places what was already under way; an
*event log* 事件日志 says line by line what was done in another system, and is replayed.
"""
