"""Carrying numbers and documents out: prints, sheets, mails and their footers.

Words: a *report* 报告 is metrics and words in a layout; an *export* 导出 is rows in a file.
"""
