"""Bringing data in: files are read, checked as a whole, then taken in one batch that can be undone.

Words: a *mapping* says which column is which field; a *dry run* tells every problem and changes nothing;
a *batch* is what came in together; an *opening balance* places what was already under way.
"""
