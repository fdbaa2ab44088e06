"""Carrying numbers and documents out: dashboards, prints, sheets, mails and their footers.

Words: a *dashboard* 看板 shows several numbers on one page, for certain roles; a *widget* 组件 is one of them: a
*question* 问题 out of a list of ready ones, with its filter, its look and its place on the grid; a *report* 报告 is
metrics and words in a layout; an *export* 导出 is rows in a file.
"""
