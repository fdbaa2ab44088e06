"""The outside world, one folder per system; none knows another.

Words: a *port* 接口 is what a module wants from outside; an *adaptor* 适配器 fits one system to it.
"""
