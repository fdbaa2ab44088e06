"""The product's own command line, with a clock that looks every second, so that a short round sees many sweeps."""

from __future__ import annotations

from datetime import timedelta

from bihuan.app import cli, jobs

jobs.EVERY = timedelta(seconds=1)

if __name__ == "__main__":
    cli.main()
