"""What the company has learned, reviewed and found again at the right stage.

Words: an *asset* is an insight, an answer, a script or a procedure; a *review* lets it in;
a *suggestion* brings it to where it helps.
"""
