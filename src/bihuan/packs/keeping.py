"""A played company put away whole in one file, and what is on such a file.

No secret is among it: passwords, log-ins, tokens and keys stay behind, and what the ledger keeps encrypted lies
here as it was said, for it was invented. `restoring` sets the company up again, with keys and hashes of its own.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib import resources
from io import BytesIO
from typing import Any, cast

from psycopg import Connection, sql
from sqlalchemy import text
from sqlalchemy.orm import Session

from bihuan.kernel import db
from bihuan.kernel.files import Store
from bihuan.ledger import queries as ledger
from bihuan.packs import reading
from bihuan.packs.playing import House
from bihuan.packs.scene import Play

FORM = 1
NAME = "company.dump"
_FILTER = [{"id": lzma.FILTER_LZMA2, "preset": 8, "dict_size": 64 * 1024 * 1024}]
# Who is logged in, what was only worked out, and what a workspace has before anything happens in it.
_LEFT_OUT = frozenset(
    {"org_session", "org_token", "org_attempt", "objects_column", "blueprint_version", "kernel_stamp"}
    | {"kernel_answer", "importer_batch", "design_draft", "design_step", "process_transfer"}
    | {"process_transferred", "blueprint_pilot", "rules_grading_pass"}
    | {"notices_pending", "notices_climb", "notices_parcel", "notices_choice", "reports_feed"}
    | {"rules_heard", "rules_round", "rules_call", "rules_secret"}
    | {"handover_handover", "handover_item"}
    | {"activity_asked", "agenda_put_off", "agenda_nudge"}
    | {"records_merge", "records_merged", "records_merged_things", "org_share"}
)
_WORKED_OUT = ("ledger_", "metrics_")
_FIRST = {"pool_place": "record_id"}  # by what rows are put in order where they have no number of their own
_SECRET = {("org_person", "password_hash"): "''", ("process_confirmation", "token_hash"): "'spent-' || id"}
_COLUMNS = text("""
SELECT c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE n.nspname = :schema AND c.relkind = 'r' ORDER BY c.relname, a.attname
""")
_SEQUENCES = text("""
SELECT sequencename, last_value FROM pg_sequences
WHERE schemaname = :schema AND last_value IS NOT NULL AND sequencename NOT LIKE 'ledger%' ORDER BY sequencename
""")
_CONTENTS = text("SELECT DISTINCT sha256 FROM records_file ORDER BY sha256")
_OWNERS = text("SELECT subject, owner_id, owner_pos FROM ledger_subject ORDER BY subject")


@dataclass(frozen=True, kw_only=True)
class Label:
    """What stands before everything else: of which pack the company is, when it ended, and how to read the rest."""

    form: int
    pack: str
    fingerprint: str
    until: str
    scene: Mapping[str, Any]
    columns: Mapping[str, Sequence[str]]
    sequences: Mapping[str, int]
    sizes: Mapping[str, int]  # of each part, in the order in which they follow


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A company as it lies in a file: its rows by table, its ledger line by line, and its files."""

    label: Label
    rows: Mapping[str, bytes]
    ledger: bytes
    files: Mapping[str, bytes]


def put_away(house: House, scene: Play, pack: str) -> bytes:
    """The company of a workspace as the content of a file."""
    with db.transaction(house.engine, workspace=house.workspace, sight=db.EVERYTHING, timeout_ms=600_000) as session:
        columns = columns_of(session, house.workspace)
        rows = {table: _rows(session, table, names) for table, names in columns.items()}
        lines = b"".join(_lines(session))
        standing = session.execute(_SEQUENCES, {"schema": db.schema_of(house.workspace)})
        sequences = {str(name): int(number) for name, number in standing}
        files = {sha: house.files.get(sha) for sha in session.scalars(_CONTENTS)}
    parts = {f"rows:{table}": part for table, part in rows.items()}
    parts |= {"ledger": lines} | {f"file:{sha}": content for sha, content in files.items()}
    label = Label(
        form=FORM,
        pack=pack,
        fingerprint=reading.fingerprint(pack),
        until=scene.now.isoformat(),
        scene=scene.put_away(),
        columns=columns,
        sequences=sequences,
        sizes={name: len(part) for name, part in parts.items()},
    )
    head = json.dumps(asdict(label), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return lzma.compress(head + b"".join(parts.values()), lzma.FORMAT_XZ, filters=_FILTER)


def opened(content: bytes) -> Kept:
    """What lies in a file."""
    head, _, body = lzma.decompress(content).partition(b"\n")
    label, begin = Label(**json.loads(head)), 0
    parts: dict[str, bytes] = {}
    for name, size in label.sizes.items():
        parts[name] = body[begin : begin + size]
        begin += size
    return Kept(
        label=label,
        rows={table: parts[f"rows:{table}"] for table in label.columns},
        ledger=parts["ledger"],
        files={name.removeprefix("file:"): part for name, part in parts.items() if name.startswith("file:")},
    )


def shipped(pack: str) -> bytes | None:
    """The file that came with the product; None where a pack has none."""
    file = resources.files("bihuan.packs").joinpath(pack.replace("-", "_"), NAME)
    return file.read_bytes() if file.is_file() else None


def digest(house: House) -> str:
    """Everything that is so in a company, as one fingerprint: keys, hashes and passwords aside."""
    found = sha256()
    with db.transaction(house.engine, workspace=house.workspace, sight=db.EVERYTHING, timeout_ms=600_000) as session:
        for table, names in columns_of(session, house.workspace).items():
            found.update(table.encode() + b"\0" + _rows(session, table, names))
        for line in _lines(session):
            found.update(line)
    return found.hexdigest()


def columns_of(session: Session, workspace: str) -> dict[str, list[str]]:
    """The tables that are kept, each with its columns."""
    found: dict[str, list[str]] = {}
    for table, column in session.execute(_COLUMNS, {"schema": db.schema_of(workspace)}):
        if table not in _LEFT_OUT and not table.startswith(_WORKED_OUT):
            found.setdefault(table, []).append(column)
    return found


def keep_files(files: Mapping[str, bytes], store: Store) -> None:
    """Put the files of a company into a store."""
    for content in files.values():
        store.put(BytesIO(content))


def _rows(session: Session, table: str, columns: Sequence[str]) -> bytes:
    """All rows of a table as text, in the order of their first numbers."""
    secret = {column: sql.SQL(cast(Any, _SECRET[table, column])) for column in columns if (table, column) in _SECRET}
    listed = sql.SQL(", ").join(secret.get(column, sql.Identifier(column)) for column in columns)
    first = sql.Identifier(_FIRST.get(table, "id"))
    asked = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(listed, sql.Identifier(table), first)
    driver = cast("Connection[Any]", session.connection().connection.driver_connection)
    with driver.cursor() as cursor, cursor.copy(asked) as copy:
        return b"".join(bytes(part) for part in copy)


def _lines(session: Session) -> Iterator[bytes]:
    """The ledger line by line, its personal values as they were said; the release of the pack aside."""
    owners = {subject: (owner_id, owner_pos) for subject, owner_id, owner_pos in session.execute(_OWNERS)}
    for entry in ledger.stream(session):
        if entry.subject.startswith("blueprint:"):
            continue
        told = [
            entry.subject,
            entry.kind,
            entry.actor_id,
            entry.device,
            entry.happened_at.isoformat(),
            entry.recorded_at.isoformat(),
            entry.journey_id,
            *owners[entry.subject],
            entry.payload,
            entry.personal,
        ]
        yield json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
