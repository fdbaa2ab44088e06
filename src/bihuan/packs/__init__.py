"""Ready-made set-ups for a trade: a blueprint part with sample data, scripts and a handbook.

Words: a *pack* 模板包 is one trade's set-up; a *demo company* 演示公司 is its sample, played through the public
commands.
"""
