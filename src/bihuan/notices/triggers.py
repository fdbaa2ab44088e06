"""What the database itself does with notices: what is over leaves every inbox, in the breath in which it is over."""

from __future__ import annotations

# Whoever moves a journey on need not be one who may read what others were warned of; so it looks at all of it, for its
# own length only.
_SETTLE = """
CREATE FUNCTION notices_settle(over bigint, at timestamptz) RETURNS bigint LANGUAGE plpgsql
SET bihuan."all" = '1' SET plan_cache_mode = 'force_generic_plan' AS $$
DECLARE
    settled bigint;
BEGIN
    UPDATE notices_notice SET acknowledged_at = at
    WHERE journey_id = over AND acknowledged_at IS NULL AND level <> 'info';
    GET DIAGNOSTICS settled = ROW_COUNT;
    RETURN settled;
END $$
"""
STATEMENTS = (_SETTLE,)
