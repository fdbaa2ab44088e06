"""Breaking the running product on purpose, and counting what was lost or doubled. `python -m bench.breaking --help`."""
