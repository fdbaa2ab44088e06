import type { ReactNode } from "react";

import { renamed, retold } from "@/features/design/body";
import { PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { SampleBox } from "@/features/design/desk/SampleBox";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import { Demands, useSet, type Of } from "@/features/design/desk/Demands";
import { numberOr, option } from "@/features/design/options";
import type { Deliverable, Process, Stage } from "@/features/design/shapes";
import { moveDeliverable, removeDeliverable } from "@/features/design/steps";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";

const byHand: readonly string[] = ["file", "photo", "audio", "text", "form"];

interface Props {
  process: Process;
  stage: Stage;
  thing: Deliverable;
  open: boolean;
  fresh: boolean;
  handle: ReactNode;
  onToggle: (open: boolean) => void;
}

/** One deliverable: a line that unfolds into what is asked for. */
export function DeliverableEditor({ process, stage, thing, open, fresh, handle, onToggle }: Props) {
  const t = useDesignWords();
  const { change } = useEditor();
  const label = say(thing.label);
  return (
    <div className="design-thing">
      <div className="design-thing-head">
        {handle}
        <button
          type="button"
          aria-expanded={open}
          onClick={() => {
            onToggle(!open);
          }}
        >
          <span aria-hidden="true">{open ? "▾" : "▸"}</span> {label}{" "}
          <small className="muted">{t.kinds[thing.kind]}</small>
        </button>
        {([-1, 1] as const).map((by) => {
          const edit = moveDeliverable(process, stage, thing, by);
          return (
            <SmallAct
              key={by}
              label={by === -1 ? t.moveUp(label) : t.moveDown(label)}
              disabled={edit === null}
              onClick={() => {
                if (edit !== null) change(edit);
              }}
            >
              {by === -1 ? "↑" : "↓"}
            </SmallAct>
          );
        })}
        <SmallAct
          label={t.removeDeliverable(label)}
          onClick={() => {
            change(removeDeliverable(process, stage, thing));
          }}
        >
          ×
        </SmallAct>
      </div>
      {open ? <Whole process={process} stage={stage} thing={thing} fresh={fresh} /> : null}
    </div>
  );
}

function Whole({ fresh, ...of }: Of & { fresh: boolean }) {
  const t = useDesignWords();
  const { thing } = of;
  const set = useSet(of);
  return (
    <div className="design-thing-whole">
      <div className="design-two">
        {(["zh", "en"] as const).map((which) => (
          <Row key={which} label={which === "zh" ? t.deliverableName : t.deliverableEn}>
            {(id) => (
              <TextBox
                id={id}
                needed
                fresh={fresh && which === "zh"}
                value={thing.label[which]}
                onKeep={(text) => {
                  set({ label: renamed(thing.label, which, text, useDesignWords.of("en").kinds[thing.kind]) });
                }}
              />
            )}
          </Row>
        ))}
      </div>
      <Row label={t.count}>
        {(id) => (
          <TextBox
            id={id}
            numeric
            needed
            value={String(thing.count ?? 1)}
            onKeep={(text) => {
              set({ count: numberOr(text) });
            }}
          />
        )}
      </Row>
      <div className="design-two">
        {(["zh", "en"] as const).map((which) => (
          <Row key={which} label={which === "zh" ? t.help : t.helpEn}>
            {(id) => (
              <TextBox
                id={id}
                value={thing.help?.[which] ?? ""}
                onKeep={(text) => {
                  set({ help: retold(thing.help, which, text) });
                }}
              />
            )}
          </Row>
        ))}
      </div>
      <Demands {...of} />
      {byHand.includes(thing.kind) ? (
        <>
          <Reviewed {...of} />
          <SampleBox {...of} />
        </>
      ) : null}
    </div>
  );
}

function Reviewed(of: Of) {
  const t = useDesignWords();
  const { body } = useEditor();
  const set = useSet(of);
  const review = of.thing.review ?? "none";
  const roles = (body.roles ?? []).map(option);
  return (
    <div className="design-two">
      <Row label={t.review}>
        {(id) => (
          <PickBox
            id={id}
            value={review}
            options={(["none", "manager", "role"] as const).map((one) => ({ value: one, label: t.reviews[one] }))}
            onPick={(one) => {
              const role =
                (one as NonNullable<Deliverable["review"]>) === "role"
                  ? (of.thing.reviewer_role ?? roles[0]?.value ?? null)
                  : null;
              set({ reviewer_role: role, review: one });
            }}
          />
        )}
      </Row>
      {review === "role" ? (
        <Row label={t.reviewerRole}>
          {(id) => (
            <PickBox
              id={id}
              value={of.thing.reviewer_role ?? ""}
              options={roles}
              onPick={(key) => {
                set({ reviewer_role: key });
              }}
            />
          )}
        </Row>
      ) : null}
    </div>
  );
}
