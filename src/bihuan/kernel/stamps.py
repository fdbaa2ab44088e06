"""When a workspace's stamp is renewed: by the database itself, whoever writes, and never twice the same.

A transaction learns the stamp with its first statement. What a process found out under a stamp holds as long as
the stamp stands: so a request need not ask again who somebody is, and somebody who leaves is out at once.
"""

from __future__ import annotations

from collections.abc import Sequence

_RENEW = """
CREATE OR REPLACE FUNCTION renew_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'INSERT INTO ' || quote_ident(TG_TABLE_SCHEMA) || '.kernel_stamp (id, value)'
        ' VALUES (1, gen_random_uuid()::text) ON CONFLICT (id) DO UPDATE SET value = excluded.value';
    RETURN NULL;
END $$
"""


def renewed_by(table: str, *columns: str, also: str = "INSERT OR DELETE") -> Sequence[str]:
    """The statements that let a table renew the stamp: when these columns change, and by `also`."""
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    trigger = f"CREATE TRIGGER renews_the_stamp AFTER {also} OR {update} ON {table}"
    return (_RENEW, f"{trigger} FOR EACH STATEMENT EXECUTE FUNCTION renew_stamp()")
