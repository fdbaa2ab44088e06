"""Event logs: what other systems wrote down line by line, read as histories of cases. Pure."""

from bihuan.importer.event_logs.checking import CheckedLog, check
from bihuan.importer.event_logs.columns import Columns, chosen
from bihuan.importer.event_logs.proposing import Naming, body_with, naming, stage_keys
from bihuan.importer.event_logs.reading import read

__all__ = ["CheckedLog", "Columns", "Naming", "body_with", "check", "chosen", "naming", "read", "stage_keys"]
