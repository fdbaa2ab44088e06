"""Carrying numbers and documents out: prints, sheets, mails and their footers.

Words: a *report* is metrics and words in a layout; an *export* is rows in a file.
"""
