import { PickBox, TextBox } from "@/features/design/desk/boxes";
import { useHere } from "@/features/design/desk/rules/here";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import { offeredEvents, offeredOnly, triggerOf } from "@/features/design/rules/happenings";
import type { Happening, Schedule, Trigger } from "@/features/design/rules/shapes";
import { useRuleWords } from "@/features/design/words/rules";
import { Button } from "@/ui/desk/Button";
import { useKit } from "@/ui/kit";

interface Said {
  readonly event: (n: number) => string;
  readonly only: (n: number) => string;
  readonly remove: (n: number) => string;
  readonly add: string;
}

interface Props {
  triggers: readonly Trigger[];
  onChange: (triggers: readonly Trigger[]) => void;
  said: Said;
  /** Whether the last one may go, and the clock may be listened to. */
  least: 0 | 1;
  clock: boolean;
}

const most = 10;

/** What is listened to: any of these, each narrowed to what matters. */
export function TriggerList({ triggers, onChange, said, least, clock }: Props) {
  const t = useRuleWords();
  const replaced = (at: number, by: Trigger | null) =>
    triggers.flatMap((one, i) => (i === at ? (by === null ? [] : [by]) : [one]));
  return (
    <ul className="rule-triggers">
      {triggers.map((one, i) => (
        <li key={i}>
          {i === 0 ? null : <span className="rule-word">{t.or}</span>}
          <TriggerBox
            trigger={one}
            at={i + 1}
            said={said}
            clock={clock}
            onChange={(next) => {
              onChange(replaced(i, next));
            }}
          />
          <SmallAct
            label={said.remove(i + 1)}
            disabled={triggers.length <= least}
            onClick={() => {
              onChange(replaced(i, null));
            }}
          >
            ×
          </SmallAct>
        </li>
      ))}
      <li>
        <Button
          size="small"
          look="quiet"
          disabled={triggers.length >= most}
          onClick={() => {
            onChange([...triggers, triggerOf("activity.logged")]);
          }}
        >
          + {said.add}
        </Button>
      </li>
    </ul>
  );
}

interface BoxProps {
  trigger: Trigger;
  at: number;
  said: Said;
  clock: boolean;
  onChange: (trigger: Trigger) => void;
}

function TriggerBox({ trigger, at, said, clock, onChange }: BoxProps) {
  const t = useRuleWords();
  const { Choices } = useKit();
  const { body } = useEditor();
  const { object } = useHere();
  const events = offeredEvents(body, object.key, t, trigger.event);
  const only = offeredOnly(body, object, trigger.event, t);
  return (
    <span className="rule-trigger">
      <PickBox
        label={said.event(at)}
        value={trigger.event}
        options={clock ? events : events.filter(({ value }) => value !== "schedule")}
        onPick={(event) => {
          onChange(triggerOf(event as Happening));
        }}
      />
      {trigger.schedule ? (
        <ScheduleBox
          schedule={trigger.schedule}
          onChange={(schedule) => {
            onChange({ ...trigger, schedule });
          }}
        />
      ) : null}
      {only === null ? null : (
        <label className="rule-only">
          <span className="vh">{said.only(at)}</span>
          <Choices
            id={`${said.only(at)}-${trigger.event}`}
            value={trigger.only ?? []}
            options={only}
            placeholder={t.anyOf}
            onChange={(keys) => {
              onChange({ event: trigger.event, ...(keys.length === 0 ? {} : { only: keys }) });
            }}
          />
        </label>
      )}
    </span>
  );
}

const clockTime = /^([01]\d|2[0-3]):[0-5]\d$/;

function ScheduleBox({ schedule, onChange }: { schedule: Schedule; onChange: (schedule: Schedule) => void }) {
  const t = useRuleWords();
  const { every, day } = schedule;
  const at = schedule.at ?? "08:00";
  return (
    <>
      <PickBox
        label={t.every}
        value={every}
        options={(["day", "workday", "week", "month"] as const).map((one) => ({ value: one, label: t.everies[one] }))}
        onPick={(next) => {
          const dated = next === "week" || next === "month" ? { day: 1 } : {};
          onChange({ every: next as Schedule["every"], at, ...dated });
        }}
      />
      {every === "week" || every === "month" ? (
        <PickBox
          label={every === "week" ? t.weekday : t.monthday}
          value={String(day ?? 1)}
          options={Array.from({ length: every === "week" ? 7 : 31 }, (_, i) => ({
            value: String(i + 1),
            label: every === "week" ? (t.weekdays[i] ?? "") : t.monthdayOf(i + 1),
          }))}
          onPick={(next) => {
            onChange({ every, at, day: Number(next) });
          }}
        />
      ) : null}
      <span className="rule-clock">
        <TextBox
          label={t.at}
          value={at}
          onKeep={(text) => {
            const typed = text.replace("：", ":").padStart(5, "0");
            if (clockTime.test(typed)) onChange({ ...schedule, at: typed });
          }}
        />
      </span>
    </>
  );
}
