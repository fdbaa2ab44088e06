"""The one language for conditions: what is visible, what a gate asks, what a rule or a view picks.

Words: condition 条件, field 字段, count 计数.
A condition is a small typed tree. It is checked when saved, evaluated here, in SQL (`conditions_sql`) and on the
screens (`web/src/lib/conditions.ts`); the three agree, and one file of cases keeps them so. It is two-valued:
a field without a value satisfies no comparison, not even "is not"; an empty text is no value; `not` turns it round.
"""

from bihuan.kernel.conditions.check import OPS, Fault, FieldKind, check, comparisons, fields_of
from bihuan.kernel.conditions.evaluate import Counts, holds
from bihuan.kernel.conditions.explain import explain
from bihuan.kernel.conditions.tree import DEEPEST, MOST_NODES, All, AnyOf, Compare, Condition, Count, Node, Not, read
from bihuan.kernel.conditions.values import Relative

__all__ = [
    "DEEPEST",
    "MOST_NODES",
    "OPS",
    "All",
    "AnyOf",
    "Compare",
    "Condition",
    "Count",
    "Counts",
    "Fault",
    "FieldKind",
    "Node",
    "Not",
    "Relative",
    "check",
    "comparisons",
    "explain",
    "fields_of",
    "holds",
    "read",
]
