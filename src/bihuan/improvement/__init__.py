"""Getting better: what was noticed, what was tried, and whether it worked.

Words: a *finding* 发现 names a weak place; a *measure* 措施 is tried against it; a *check* 检查 says whether it
helped.
"""
