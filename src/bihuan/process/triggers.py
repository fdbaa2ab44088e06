"""What the database itself refuses: moving a journey by any way but the one door."""

from __future__ import annotations

DOOR = "bihuan.door"

STATEMENTS = (
    f"""
    CREATE FUNCTION process_only_through_the_door() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('{DOOR}', true) IS DISTINCT FROM 'open' THEN
            RAISE EXCEPTION 'a journey moves through process.commands alone' USING ERRCODE = 'BH001';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER only_through_the_door BEFORE UPDATE ON process_journey FOR EACH ROW
    WHEN ((OLD.stage_key, OLD.stage_seq, OLD.outcome, OLD.process_key, OLD.version_id, OLD.record_id, OLD.started_at, OLD.closed_at)
          IS DISTINCT FROM
          (NEW.stage_key, NEW.stage_seq, NEW.outcome, NEW.process_key, NEW.version_id, NEW.record_id, NEW.started_at, NEW.closed_at))
    EXECUTE FUNCTION process_only_through_the_door()
    """,
    """
    CREATE TRIGGER born_through_the_door BEFORE INSERT ON process_journey FOR EACH ROW
    EXECUTE FUNCTION process_only_through_the_door()
    """,
    """
    CREATE TRIGGER only_through_the_door BEFORE UPDATE ON process_stay FOR EACH ROW
    WHEN ((OLD.journey_id, OLD.seq, OLD.stage_key, OLD.entered_at, OLD.left_at, OLD.left_how)
          IS DISTINCT FROM (NEW.journey_id, NEW.seq, NEW.stage_key, NEW.entered_at, NEW.left_at, NEW.left_how))
    EXECUTE FUNCTION process_only_through_the_door()
    """,
)
