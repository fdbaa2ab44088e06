"""Where a sealed day no longer fits its signed root: which events are not what they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from bihuan.ledger.anchors import Leaf
from bihuan.ledger.faults import Fault, FaultKind
from bihuan.ledger.merkle import Tree
from bihuan.ledger.seals import Seal


def fits(seal: Seal, leaves: Iterable[Leaf]) -> bool:
    """Whether these are exactly the events that were sealed, in their order."""
    tree, first, last = Tree(), 0, 0
    for leaf in leaves:
        tree.add(leaf.hash)
        first, last = first or leaf.id, leaf.id
    return (tree.root(), tree.count, first, last) == (seal.root, seal.count, seal.first_id, seal.last_id)


def explain(day: date, present: Iterable[Leaf], witness: Iterable[Leaf], named: set[str]) -> Iterator[Fault]:
    """The faults behind a day that does not fit, one per subject; subjects already in `named` are left out.

    Without a witness there is only the day to name.
    """
    differing = False
    for kind, leaf in differences(present, witness):
        differing = True
        if leaf.subject not in named:
            named.add(leaf.subject)
            yield Fault(kind=kind, subject=leaf.subject, seq=leaf.seq, event_id=leaf.id, day=day)
    if not differing:
        yield Fault(kind=FaultKind.ROOT, day=day)


def differences(present: Iterable[Leaf], witness: Iterable[Leaf]) -> Iterator[tuple[FaultKind, Leaf]]:
    """What the day has and should not, has not and should, or has in another form. Both sides ordered by id."""
    there, then = iter(present), iter(witness)
    now, was = next(there, None), next(then, None)
    if was is None:
        return
    while now is not None or was is not None:
        if was is None or (now is not None and now.id < was.id):
            assert now is not None
            yield FaultKind.ADDED, now
            now = next(there, None)
        elif now is None or was.id < now.id:
            yield FaultKind.REMOVED, was
            was = next(then, None)
        else:
            if now != was:
                yield FaultKind.RESEALED, was
            now, was = next(there, None), next(then, None)
