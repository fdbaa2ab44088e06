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
# Numbers of everybody, for whoever sets limits, and no word of what anybody was told. A letter that comes at once and
# the word on the screen are two interruptions; a digest is one.
_LOADS = """
CREATE FUNCTION notices_loads(since timestamptz)
RETURNS TABLE (person bigint, told bigint, urgent bigint, interruptions bigint) LANGUAGE plpgsql STABLE
SET bihuan."all" = '1' AS $$
BEGIN
    RETURN QUERY
    SELECT n.person_id, count(*), count(*) FILTER (WHERE n.level IN ('due', 'escalate')), coalesce((
        SELECT sum(CASE WHEN p.kind = 'at_once' AND p.status <> 'shown' THEN 2 ELSE 1 END)
        FROM notices_parcel p
        WHERE p.person_id = n.person_id AND p.made_at >= since AND p.status NOT IN ('folded', 'over')
        AND (p.kind = 'at_once' OR p.status <> 'shown')
    ), 0)::bigint
    FROM notices_notice n WHERE n.made_at >= since GROUP BY n.person_id;
END $$
"""
STATEMENTS = (_SETTLE, _LOADS)
