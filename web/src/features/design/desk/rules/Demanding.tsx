import { renamed } from "@/features/design/body";
import { LimitBox, PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { useSetAction, type Of } from "@/features/design/desk/rules/acting";
import { useHere } from "@/features/design/desk/rules/here";
import { useEditor } from "@/features/design/editing";
import { numberOr, option } from "@/features/design/options";
import type { Body, Deliverable, DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { useRuleWords } from "@/features/design/words/rules";
import { useKit } from "@/ui/kit";

const kinds = ["text", "file", "photo", "audio", "summary", "form", "task"] as const;
type Kind = (typeof kinds)[number];

/** One more thing that is asked for before the journey may go on. */
export function Demanding(of: Of) {
  const t = useRuleWords();
  const words = useDesignWords();
  const set = useSetAction(of);
  const { body } = useEditor();
  const { object } = useHere();
  const thing = of.action.deliverable;
  if (thing === undefined) return null;
  const change = (members: Partial<Deliverable>) => {
    set({ deliverable: { ...thing, ...members } });
  };
  return (
    <>
      <div className="design-two">
        <Row label={t.thing}>
          {(id) => (
            <PickBox
              id={id}
              value={thing.kind}
              options={kinds.map((one) => ({ value: one, label: words.kinds[one] }))}
              onPick={(kind) => {
                const { key, label } = thing;
                set({ deliverable: { key, label, ...needs(body, object, kind as Kind) } });
              }}
            />
          )}
        </Row>
        {(["zh", "en"] as const).map((which) => (
          <Row key={which} label={which === "zh" ? t.thingLabel : t.textEn}>
            {(id) => (
              <TextBox
                id={id}
                needed
                fresh={of.fresh && which === "zh"}
                value={thing.label[which]}
                onKeep={(text) => {
                  change({ label: renamed(thing.label, which, text) });
                }}
              />
            )}
          </Row>
        ))}
      </div>
      <Details thing={thing} change={change} />
    </>
  );
}

function Details({ thing, change }: { thing: Deliverable; change: (members: Partial<Deliverable>) => void }) {
  const t = useRuleWords();
  const { Choices } = useKit();
  const words = useDesignWords();
  const { body } = useEditor();
  const { object } = useHere();
  if (thing.kind === "task") {
    return (
      <div className="design-two">
        <Row label={t.thingWho}>
          {(id) => (
            <PickBox
              id={id}
              value={thing.role ?? ""}
              options={(body.roles ?? []).map(option)}
              onPick={(role) => {
                change({ role });
              }}
            />
          )}
        </Row>
        <LimitBox
          label={words.doneWithin}
          value={thing.limit}
          onKeep={(limit) => {
            change({ limit });
          }}
        />
      </div>
    );
  }
  if (thing.kind === "form") {
    return (
      <Row label={words.formFields}>
        {(id) => (
          <Choices
            id={id}
            value={thing.fields ?? []}
            options={object.fields.map(option)}
            onChange={(fields) => {
              if (fields.length > 0) change({ fields });
            }}
          />
        )}
      </Row>
    );
  }
  const text = thing.kind === "text";
  const number = text ? thing.min_length : thing.count;
  return (
    <Row label={text ? t.minLength : t.thingCount}>
      {(id) => (
        <TextBox
          id={id}
          numeric
          needed
          value={String(number ?? 1)}
          onKeep={(typed) => {
            change({ [text ? "min_length" : "count"]: numberOr(typed) });
          }}
        />
      )}
    </Row>
  );
}

/** What a kind of deliverable can't do without. */
function needs(body: Body, object: DesignObject, kind: Kind): Pick<Deliverable, "kind"> & Partial<Deliverable> {
  if (kind === "text") return { kind, min_length: 10 };
  if (kind === "file") return { kind, types: ["pdf"], count: 1 };
  if (kind === "form") return { kind, fields: [object.title] };
  if (kind === "task") return { kind, role: body.roles?.[0]?.key ?? null, limit: "2 workdays" };
  return { kind, count: 1 };
}
