"""What the numbers are, and what they mean: every number has one definition and can be opened down to its rows.

Words: a *metric* is one named number with a definition, a date basis and words; a *board* shows metrics side by side;
*evidence* is the rows behind a number.
"""
