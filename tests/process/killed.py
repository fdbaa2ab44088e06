"""The real server, in a process that may be killed: it begins at once, for its parent has imported everything."""

from __future__ import annotations

import io
import logging
from pathlib import Path

from rich.console import Console

from bihuan.app import jobs, serving
from bihuan.app.settings import Settings
from bihuan.process import jobs as process


def serve(data: str, port: int) -> None:
    """Serve this data folder until killed; sweeps are small and the dead are missed soon, so little is waited for."""
    process.BATCH, jobs.HEARTBEAT, jobs.STALLED = 5, 0.3, 1.5
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    settings = Settings(data=Path(data), port=port, database_url=None, workspace="demo", public_url=None)
    serving.serve(settings, with_demo=False, console=Console(file=io.StringIO()))
