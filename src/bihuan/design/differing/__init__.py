"""What differs between two configurations, in sentences that people read before they release.

Complete: two configurations of which nothing is told are the same. Pure: bodies in, sentences out.
"""

from bihuan.design.differing.change import Change
from bihuan.design.differing.walk import changes

__all__ = ["Change", "changes"]
