"""The outside world, one folder per system; none knows another.

Words: a *port* is what a module wants from outside; an *adaptor* fits one system to it.
"""
