"""Getting better: what was noticed, what was tried, and whether it worked.

Words: a *finding* names a weak place; a *measure* is tried against it; a *check* says whether it helped.
"""
