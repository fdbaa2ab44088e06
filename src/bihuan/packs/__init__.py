"""Ready-made set-ups for a trade: a blueprint part with sample data, scripts and a handbook.

Words: a *pack* is one trade's set-up; a *demo company* is its sample, played through the public commands.
"""
