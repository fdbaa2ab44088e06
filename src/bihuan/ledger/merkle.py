"""The root over many leaves, in constant memory. Leaves and nodes are hashed under different marks (RFC 6962)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"


class Tree:
    """A Merkle tree that grows leaf by leaf and keeps only one node per level."""

    def __init__(self) -> None:
        """Begin without leaves."""
        self.count = 0
        self._waiting: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Put one more leaf at the right end."""
        node, pairs = sha256(LEAF + leaf).digest(), self.count
        while pairs & 1:
            node = sha256(NODE + self._waiting.pop() + node).digest()
            pairs >>= 1
        self._waiting.append(node)
        self.count += 1

    def root(self) -> bytes:
        """The fingerprint of all leaves in their order; any other leaves give another one."""
        if not self._waiting:
            return sha256(b"").digest()
        node = self._waiting[-1]
        for left in reversed(self._waiting[:-1]):
            node = sha256(NODE + left + node).digest()
        return node


def root(leaves: Iterable[bytes]) -> bytes:
    """The fingerprint of these leaves in this order."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()
