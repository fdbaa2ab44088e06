import { renamed } from "@/features/design/body";
import { LimitBox, PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { RemoveButton } from "@/features/design/desk/RemoveButton";
import { useEditor } from "@/features/design/editing";
import { numberOr, option } from "@/features/design/options";
import { poolable, repool } from "@/features/design/pools";
import type { PoolPart } from "@/features/design/listShapes";
import { usePoolingWords } from "@/features/design/words/pools";
import { say } from "@/lib/i18n";
import { useKit } from "@/ui/kit";

interface Of {
  pool: PoolPart;
}

/** One pool: whose records, who may claim how many of them, what they see before, and what goes back by itself. */
export function PoolPanel({ pool, onRemoved }: Of & { onRemoved: () => void }) {
  const t = usePoolingWords();
  return (
    <section className="design-panel" aria-label={say(pool.label)}>
      <Head pool={pool} />
      <Whom pool={pool} />
      <h3>{t.limits}</h3>
      <Counts pool={pool} />
      <h3>{t.times}</h3>
      <Times pool={pool} />
      <p>
        <RemoveButton
          label={t.remove(say(pool.label))}
          title={t.removeTitle(say(pool.label))}
          intro={t.removeIntro}
          place={["pools", pool.key]}
          onRemoved={onRemoved}
        />
      </p>
    </section>
  );
}

/** Set one member of a pool. */
function useSet(pool: PoolPart) {
  const { change } = useEditor();
  return (name: keyof PoolPart, value: unknown) => {
    change([{ do: "set", place: ["pools", pool.key, name], value }]);
  };
}

function Head({ pool }: Of) {
  const t = usePoolingWords();
  const { body, change } = useEditor();
  const set = useSet(pool);
  const objects = body.objects.filter((one) => one.key === pool.object || poolable(body).includes(one));
  return (
    <div className="design-two">
      {(["zh", "en"] as const).map((which) => (
        <Row key={which} label={which === "zh" ? t.nameZh : t.nameEn}>
          {(id) => (
            <TextBox
              id={id}
              needed
              value={pool.label[which]}
              onKeep={(text) => {
                set("label", renamed(pool.label, which, text));
              }}
            />
          )}
        </Row>
      ))}
      <Row label={t.object} hint={t.objectHint}>
        {(id) => (
          <PickBox
            id={id}
            value={pool.object}
            options={objects.map(option)}
            onPick={(key) => {
              const chosen = objects.find((one) => one.key === key);
              if (chosen !== undefined && key !== pool.object) change(repool(pool, chosen));
            }}
          />
        )}
      </Row>
    </div>
  );
}

function Whom({ pool }: Of) {
  const t = usePoolingWords();
  const { Choices } = useKit();
  const { body } = useEditor();
  const set = useSet(pool);
  const object = body.objects.find(({ key }) => key === pool.object);
  const several = [
    { name: "roles", label: t.roles, hint: t.rolesHint, things: body.roles ?? [] },
    { name: "shows", label: t.shows, hint: t.showsHint, things: object?.fields ?? [] },
  ] as const;
  return several.map(({ name, label, hint, things }) => (
    <Row key={name} label={label} hint={hint}>
      {(id, hintId) => (
        <Choices
          id={id}
          describedBy={hintId}
          value={pool[name] ?? []}
          options={things.map(option)}
          onChange={(keys) => {
            set(name, keys);
          }}
        />
      )}
    </Row>
  ));
}

function Counts({ pool }: Of) {
  const t = usePoolingWords();
  const set = useSet(pool);
  const counts = [
    { name: "per_day", label: t.perDay },
    { name: "most", label: t.most },
  ] as const;
  return (
    <div className="design-two">
      {counts.map(({ name, label }) => (
        <Row key={name} label={label} hint={t.unlimited}>
          {(id, hintId) => (
            <TextBox
              id={id}
              numeric
              value={String(pool[name] ?? "")}
              onKeep={(text) => {
                set(name, text === "" ? null : numberOr(text));
              }}
              {...(hintId === undefined ? {} : { describedBy: hintId })}
            />
          )}
        </Row>
      ))}
    </div>
  );
}

function Times({ pool }: Of) {
  const t = usePoolingWords();
  const set = useSet(pool);
  const times = [
    { name: "protected", label: t.protected, hint: t.protectedHint },
    { name: "cool_down", label: t.coolDown, hint: t.coolHint },
    { name: "return_after", label: t.returnAfter, hint: t.returnHint },
  ] as const;
  return (
    <>
      <div className="design-two">
        {times.map(({ name, label, hint }) => (
          <LimitBox
            key={name}
            label={label}
            hint={hint}
            value={pool[name]}
            onKeep={(limit) => {
              set(name, limit);
            }}
          />
        ))}
      </div>
      <p>
        <label>
          <input
            type="checkbox"
            checked={pool.keep_open !== false}
            onChange={(event) => {
              set("keep_open", event.target.checked);
            }}
          />{" "}
          {t.keepOpen}
        </label>
      </p>
    </>
  );
}
