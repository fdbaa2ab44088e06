"""What was decided: the published versions of a workspace's whole configuration, each an immutable value.

Words: a *blueprint* 配置 is the whole configuration; a *version* 版本 of it is published once and never changes; a
*pilot* 灰度 is a rule about whom a version begins with.
"""
