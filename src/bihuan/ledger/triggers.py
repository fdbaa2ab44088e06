"""What the database itself knows about the ledger: the only way in, and no way to change what is there.

`STATEMENTS` run as the owner when the tables are made, with the workspace's schema first in `search_path`;
`AFTER_WALLS` run once the tables stand behind their walls, whose grants are wider. Running them again changes nothing.

The role of the product may read the ledger, add through `ledger_append`, and nothing else. The
functions run as the owner and see all subjects for their own length only: a colleague may add to the chain
of a record that they hand over in the same breath, without reading a line of it.
"""

from __future__ import annotations

from bihuan.kernel.db import APP_ROLE

_APPEND_TYPES = (
    "text[], bigint[], bigint[], bytea[], int[], text[], bigint[], text[], timestamptz[], timestamptz[],"
    " bigint[], text[], bytea[], bytea[]"
)

_APPEND_TO_ONE_TYPES = (
    "text, bigint, bigint, bytea, text[], bigint[], text[], timestamptz[], timestamptz[],"
    " bigint[], text[], bytea[], bytea[]"
)

_OPEN_DAY = """
CREATE OR REPLACE FUNCTION ledger_open_day(asked date) RETURNS date LANGUAGE plpgsql AS $$
DECLARE
  sealed_to date;
BEGIN
  LOOP
    -- Held to the end of the transaction: the sealer of a day waits until nobody is still writing to it.
    PERFORM pg_advisory_xact_lock_shared(hashtext(current_schema() || '.ledger'), asked - date '1970-01-01');
    SELECT max(day) INTO sealed_to FROM ledger_seal;
    EXIT WHEN sealed_to IS NULL OR sealed_to < asked;
    asked := sealed_to + 1;
  END LOOP;
  RETURN asked;
END $$
"""

_APPEND = """
CREATE OR REPLACE FUNCTION ledger_append(
  subjects text[], owner_ids bigint[], owner_positions bigint[], beginnings bytea[],
  places int[], kinds text[], actors bigint[], devices text[], happened timestamptz[], recorded timestamptz[],
  journeys bigint[], payloads text[], sealings bytea[], contents bytea[]
) RETURNS bigint[] LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  seen text := coalesce(current_setting('bihuan.all', true), '');
  seqs bigint[]; heads bytea[]; ids bigint[];
  days date[]; numbers bigint[]; befores bytea[]; links bytea[];
  asked date; opened date; wanted date; place int; link bytea;
BEGIN
  PERFORM set_config('bihuan.all', '1', true);
  INSERT INTO ledger_subject (subject, seq, head)
  SELECT n.subject, 0, n.beginning FROM unnest(subjects, beginnings) AS n(subject, beginning)
  WHERE NOT EXISTS (SELECT 1 FROM ledger_subject s WHERE s.subject = n.subject COLLATE "C")
  ORDER BY n.subject COLLATE "C" ON CONFLICT (subject) DO NOTHING;
  -- Always in the same order, so that two writers of the same subjects wait for each other and never in a circle.
  WITH held AS (
    SELECT s.subject, s.seq, s.head FROM ledger_subject s WHERE s.subject = ANY (subjects) ORDER BY s.subject FOR UPDATE
  )
  SELECT array_agg(h.seq ORDER BY n.place), array_agg(h.head ORDER BY n.place) INTO seqs, heads
  FROM unnest(subjects) WITH ORDINALITY AS n(subject, place) JOIN held h ON h.subject = n.subject COLLATE "C";
  IF cardinality(kinds) > 0 THEN
    FOR i IN 1 .. cardinality(kinds) LOOP
      wanted := (recorded[i] AT TIME ZONE 'UTC')::date;
      IF wanted IS DISTINCT FROM asked THEN
        asked := wanted;
        opened := ledger_open_day(wanted);
      END IF;
      place := places[i];
      befores[i] := heads[place];
      seqs[place] := seqs[place] + 1;
      link := sha256('\\x62696875616e2e6c696e6b2e3100'::bytea || heads[place] || int8send(seqs[place])
        || int4send(opened - date '1970-01-01') || contents[i]);
      heads[place] := link;
      days[i] := opened;
      numbers[i] := seqs[place];
      links[i] := link;
    END LOOP;
    WITH written AS (
      INSERT INTO ledger_event (subject, seq, kind, actor_id, device, happened_at, recorded_at, journey_id,
        payload, sealed, day, prev, hash)
      SELECT subjects[n.place], n.seq, n.kind, n.actor, n.device, n.happened, n.recorded, n.journey,
        n.payload::json, n.sealed, n.day, n.before, n.link
      FROM unnest(places, numbers, kinds, actors, devices, happened, recorded, journeys, payloads, sealings,
        days, befores, links)
        AS n(place, seq, kind, actor, device, happened, recorded, journey, payload, sealed, day, before, link)
      RETURNING id
    )
    SELECT array_agg(id ORDER BY id) INTO ids FROM written;
  END IF;
  UPDATE ledger_subject s SET seq = n.seq, head = n.head,
    owner_id = coalesce(n.owner_id, s.owner_id), owner_pos = coalesce(n.owner_pos, s.owner_pos)
  FROM unnest(subjects, seqs, heads, owner_ids, owner_positions) AS n(subject, seq, head, owner_id, owner_pos)
  WHERE s.subject = n.subject COLLATE "C";
  PERFORM set_config('bihuan.all', seen, true);
  RETURN ids;
END $$
"""

# What nearly every command writes: a line or two about one subject. The same links as `ledger_append` makes, by plain
# statements that are planned once and for all.
_APPEND_TO_ONE = """
CREATE OR REPLACE FUNCTION ledger_append_to_one(
  about text, owner bigint, pos bigint, beginning bytea,
  kinds text[], actors bigint[], devices text[], happened timestamptz[], recorded timestamptz[],
  journeys bigint[], payloads text[], sealings bytea[], contents bytea[]
) RETURNS bigint[] LANGUAGE plpgsql SECURITY DEFINER
SET bihuan."all" = '1' SET plan_cache_mode = 'force_generic_plan' AS $$
DECLARE
  known bigint; last bytea; place bigint; link bytea; fresh boolean; written bigint;
  days date[]; befores bytea[]; links bytea[]; ids bigint[];
  asked date; opened date; wanted date;
BEGIN
  LOOP
    SELECT s.seq, s.head INTO known, last FROM ledger_subject s WHERE s.subject = about COLLATE "C" FOR UPDATE;
    fresh := NOT FOUND;
    IF fresh THEN
      known := 0;
      last := beginning;
    END IF;
    place := known;
    FOR i IN 1 .. cardinality(kinds) LOOP
      wanted := (recorded[i] AT TIME ZONE 'UTC')::date;
      IF wanted IS DISTINCT FROM asked THEN
        asked := wanted;
        opened := ledger_open_day(wanted);
      END IF;
      place := place + 1;
      link := sha256('\\x62696875616e2e6c696e6b2e3100'::bytea || last || int8send(place)
        || int4send(opened - date '1970-01-01') || contents[i]);
      days[i] := opened;
      befores[i] := last;
      links[i] := link;
      last := link;
    END LOOP;
    IF fresh THEN
      INSERT INTO ledger_subject (subject, seq, head, owner_id, owner_pos) VALUES (about, place, last, owner, pos)
      ON CONFLICT (subject) DO NOTHING;
      EXIT WHEN FOUND;  -- or somebody began the same chain meanwhile: go on behind them
    ELSE
      UPDATE ledger_subject s SET seq = place, head = last,
        owner_id = coalesce(owner, s.owner_id), owner_pos = coalesce(pos, s.owner_pos)
      WHERE s.subject = about COLLATE "C";
      EXIT;
    END IF;
  END LOOP;
  FOR i IN 1 .. cardinality(kinds) LOOP
    INSERT INTO ledger_event (subject, seq, kind, actor_id, device, happened_at, recorded_at, journey_id,
      payload, sealed, day, prev, hash)
    VALUES (about, known + i, kinds[i], actors[i], devices[i], happened[i], recorded[i], journeys[i],
      payloads[i]::json, sealings[i], days[i], befores[i], links[i])
    RETURNING id INTO written;
    ids[i] := written;
  END LOOP;
  RETURN ids;
END $$
"""

_KEYS = """
CREATE OR REPLACE FUNCTION ledger_keys(subjects text[], fresh bytea[]) RETURNS bytea[]
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  seen text := coalesce(current_setting('bihuan.all', true), '');
  kept bytea[];
BEGIN
  PERFORM set_config('bihuan.all', '1', true);
  INSERT INTO ledger_key (subject, key) SELECT n.subject, n.key FROM unnest(subjects, fresh) AS n(subject, key)
  ORDER BY n.subject COLLATE "C" ON CONFLICT (subject) DO NOTHING;
  UPDATE ledger_key k SET key = n.key FROM unnest(subjects, fresh) AS n(subject, key)
  WHERE k.subject = n.subject COLLATE "C" AND k.key IS NULL;
  SELECT array_agg(k.key ORDER BY n.place) INTO kept
  FROM unnest(subjects) WITH ORDINALITY AS n(subject, place) JOIN ledger_key k ON k.subject = n.subject COLLATE "C";
  PERFORM set_config('bihuan.all', seen, true);
  RETURN kept;
END $$
"""

_FORGET = """
CREATE OR REPLACE FUNCTION ledger_forget(whom text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  seen text := coalesce(current_setting('bihuan.all', true), '');
  had boolean;
BEGIN
  PERFORM set_config('bihuan.all', '1', true);
  UPDATE ledger_key SET key = NULL WHERE subject = whom AND key IS NOT NULL;
  had := FOUND;
  PERFORM set_config('bihuan.all', seen, true);
  RETURN had;
END $$
"""

_NEVER = """
CREATE OR REPLACE FUNCTION ledger_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'restrict_violation',
    MESSAGE = 'The ledger is only ever added to: no ' || TG_OP || ' of ' || TG_TABLE_NAME || '.';
END $$
"""

# A function of the owner finds its tables in this schema alone, whatever the caller's path says.
_PATHS = f"""
DO $$
DECLARE
  here text := ' SET search_path = ' || quote_ident(current_schema()) || ', pg_temp';
BEGIN
  EXECUTE 'ALTER FUNCTION ledger_append({_APPEND_TYPES})' || here;
  EXECUTE 'ALTER FUNCTION ledger_append_to_one({_APPEND_TO_ONE_TYPES})' || here;
  EXECUTE 'ALTER FUNCTION ledger_keys(text[], bytea[])' || here;
  EXECUTE 'ALTER FUNCTION ledger_forget(text)' || here;
END $$
"""


def _guard(table: str, row_events: str) -> tuple[str, ...]:
    """Refuse these changes of a table's rows, and emptying it, whoever asks, even a superuser."""
    return (
        f"DROP TRIGGER IF EXISTS never_change ON {table}",
        f"DROP TRIGGER IF EXISTS never_empty ON {table}",
        f"CREATE TRIGGER never_change BEFORE {row_events} ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_never()",
        f"CREATE TRIGGER never_empty BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_never()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER never_change",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER never_empty",
    )


def _only(table: str, grant: str) -> tuple[str, str]:
    return (f"REVOKE ALL ON {table} FROM {APP_ROLE}", f"GRANT {grant} ON {table} TO {APP_ROLE}")


def _callable(signature: str) -> tuple[str, str]:
    return (
        f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {signature} TO {APP_ROLE}",
    )


STATEMENTS: tuple[str, ...] = (
    _OPEN_DAY,
    _APPEND,
    _APPEND_TO_ONE,
    _KEYS,
    _FORGET,
    _NEVER,
    _PATHS,
    *_guard("ledger_event", "UPDATE OR DELETE"),
    *_guard("ledger_seal", "UPDATE OR DELETE"),
    *_guard("ledger_subject", "DELETE"),
    *_guard("ledger_key", "DELETE"),
)
AFTER_WALLS: tuple[str, ...] = (
    *_only("ledger_event", "SELECT"),
    *_only("ledger_seal", "SELECT, INSERT"),
    *_only("ledger_subject", "SELECT, UPDATE (owner_id, owner_pos)"),  # positions move with a reorganisation
    *_only("ledger_key", "SELECT"),
    *_callable(f"ledger_append({_APPEND_TYPES})"),
    *_callable(f"ledger_append_to_one({_APPEND_TO_ONE_TYPES})"),
    *_callable("ledger_keys(text[], bytea[])"),
    *_callable("ledger_forget(text)"),
)
