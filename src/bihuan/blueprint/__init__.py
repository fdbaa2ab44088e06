"""What was decided: the published versions of a workspace's whole configuration, each an immutable value.

Words: a *blueprint* is the whole configuration; a *version* of it is published once and never changes;
a *pilot* is a rule about whom a version begins with.
"""
