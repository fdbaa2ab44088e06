"""What the numbers are, and what they mean: every number has one definition and can be opened down to its rows.

Words: a *metric* 指标 is one named number with a definition, a date basis and words; a *board* 看板 shows metrics
side by side; *evidence* 证据 is the rows behind a number; a *transition* 流转 leads from one stage to the next; a
*variant* 走法 is the way that a journey went from beginning to end.
"""
