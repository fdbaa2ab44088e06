import { at } from "@/features/design/body";
import { useEditor, type Meeting } from "@/features/design/editing";
import { limitSaid } from "@/features/design/limit";
import { called } from "@/features/design/places";
import type { Both, Operation } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";

/** Two people changed the same: shows both, and lets one choose. */
export function MeetDialog({ meeting }: { meeting: Meeting }) {
  const t = useDesignWords();
  const { body, change, settle } = useEditor();
  const { facts } = meeting.refusal;
  const place = typeof facts["place"] === "string" ? facts["place"] : "";
  const by = typeof facts["by"] === "string" ? facts["by"] : "";
  const mine = meeting.edit.find((operation) => operation.place.join(".") === place) ?? meeting.edit[0];
  return (
    <Modal open title={t.meetTitle(by)} onClose={settle}>
      <p className="muted">{called(body, place, t.members)}</p>
      <dl className="design-meet">
        <dt>{t.meetMine}</dt>
        <dd>{mine === undefined ? t.gone : said(mine, t)}</dd>
        <dt>{t.meetTheirs}</dt>
        <dd>{shown(at(body, place.split(".")) ?? facts["theirs"], t)}</dd>
      </dl>
      <div className="bar">
        <Button
          look="primary"
          onClick={() => {
            change(meeting.edit);
          }}
        >
          {t.useMine}
        </Button>
        <Button onClick={settle}>{t.useTheirs}</Button>
      </div>
    </Modal>
  );
}

function said(operation: Operation, t: Words): string {
  switch (operation.do) {
    case "set":
    case "add":
      return shown(operation.value, t);
    case "move":
      return t.moved;
    case "remove":
      return t.gone;
  }
}

type Words = ReturnType<typeof useDesignWords>;

/** A value of the document as a person reads it: its words, else its text. */
export function shown(value: unknown, t: Words): string {
  if (isNothing(value)) return t.gone;
  if (Array.isArray(value)) return value.map((one) => shown(one, t)).join(t.comma);
  if (typeof value === "string") return limitSaid(value, t.units) ?? value;
  return typeof value === "object" && value !== null ? wordsOf(value) : JSON.stringify(value);
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

function wordsOf(value: object): string {
  if ("zh" in value) return say(value as Both);
  return "label" in value ? say(value.label as Both) : JSON.stringify(value);
}
