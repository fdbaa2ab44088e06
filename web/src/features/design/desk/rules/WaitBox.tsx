import { LimitBox, PickBox, Row } from "@/features/design/desk/boxes";
import { useHere } from "@/features/design/desk/rules/here";
import { TriggerList } from "@/features/design/desk/rules/TriggerList";
import { useEditor } from "@/features/design/editing";
import { setRule } from "@/features/design/rules/edits";
import type { Wait } from "@/features/design/rules/shapes";
import { useRuleWords } from "@/features/design/words/rules";
import { Button } from "@/ui/desk/Button";

/** Time that passes first, and what ends the waiting. */
export function WaitBox() {
  const t = useRuleWords();
  const { change } = useEditor();
  const { rule } = useHere();
  const wait = rule.wait ?? null;
  const set = (next: Wait | null) => {
    change(setRule(rule, { wait: next }));
  };
  if (wait === null) {
    // A schedule has its time already.
    if (rule.on.some(({ event }) => event === "schedule")) return null;
    return (
      <Button
        size="small"
        look="quiet"
        onClick={() => {
          set({ limit: "48 hours", unless: [{ event: "activity.logged" }] });
        }}
      >
        + {t.addWait}
      </Button>
    );
  }
  return (
    <section className="rule-part" aria-label={t.waitWord}>
      <h3>{t.waitWord}</h3>
      <div>
        <LimitBox
          label={t.wait}
          value={wait.limit}
          onKeep={(limit) => {
            if (limit !== null) set({ ...wait, limit });
          }}
        />
        <p className="rule-word">
          {t.unless} <small className="muted">{wait.unless?.length ? t.unlessHint : t.unlessNone}</small>
        </p>
        <TriggerList
          triggers={wait.unless ?? []}
          least={0}
          clock={false}
          said={{
            event: t.unlessOf,
            only: (n) => `${t.unlessOf(n)}${t.colon}${t.only}`,
            remove: t.removeUnless,
            add: t.addUnless,
          }}
          onChange={(unless) => {
            set({ ...wait, unless });
          }}
        />
        <Ways wait={wait} onChange={set} />
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            set(null);
          }}
        >
          {t.removeWait}
        </Button>
      </div>
    </section>
  );
}

/** What being set off again, and being changed meanwhile, mean for the waiting. */
function Ways({ wait, onChange }: { wait: Wait; onChange: (wait: Wait) => void }) {
  const t = useRuleWords();
  return (
    <div className="design-two">
      <Row label={t.restart}>
        {(id) => (
          <PickBox
            id={id}
            value={wait.restart === false ? "no" : "yes"}
            options={(["yes", "no"] as const).map((one) => ({ value: one, label: t.restarts[one] }))}
            onPick={(one) => {
              onChange({ ...wait, restart: one === "yes" });
            }}
          />
        )}
      </Row>
      <Row label={t.follows}>
        {(id) => (
          <PickBox
            id={id}
            value={wait.follows ?? "new"}
            options={(["new", "own"] as const).map((one) => ({ value: one, label: t.followsOf[one] }))}
            onPick={(one) => {
              onChange({ ...wait, follows: one === "own" ? "own" : "new" });
            }}
          />
        )}
      </Row>
    </div>
  );
}
