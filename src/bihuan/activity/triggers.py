"""What the database itself knows of activities: how many there were, whoever may read them."""

from __future__ import annotations

# A gate asks what was done with a record, by its earlier owners too. It gets a number, never a row; so this looks at
# all of them, for its own length only.
_COUNT = """
CREATE FUNCTION activity_count_since(object text, record bigint, since timestamptz, kinds text[]) RETURNS bigint
LANGUAGE plpgsql STABLE SET bihuan."all" = '1' SET plan_cache_mode = 'force_generic_plan' AS $$
BEGIN
    RETURN (
        SELECT count(*) FROM activity_activity a
        WHERE a.object_key = object AND a.record_id = record AND a.happened_at >= since
            AND (kinds IS NULL OR a.kind = ANY (kinds))
    );
END $$
"""
STATEMENTS = (_COUNT,)
