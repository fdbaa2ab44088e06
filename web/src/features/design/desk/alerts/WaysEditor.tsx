import { mostDigests, noticesOf, setNotices, urgencies, wholeOf } from "@/features/design/alerts";
import { LimitBox, Row, TextBox } from "@/features/design/desk/boxes";
import { SmallAct } from "@/features/design/desk/SmallAct";
import type { NoticesPart } from "@/features/design/listShapes";
import { useEditor } from "@/features/design/editing";
import { useAlertWords } from "@/features/design/words/alerts";
import { Button } from "@/ui/desk/Button";

/** How the company tells its people: at once and how often, digests, quiet hours, and who hears of what nobody answers. */
export function WaysEditor() {
  const t = useAlertWords();
  const { body, change } = useEditor();
  const ways = noticesOf(body);
  const set = (members: NoticesPart) => {
    change(setNotices(body, members));
  };
  return (
    <section className="design-panel" aria-label={t.ways}>
      <h2>{t.ways}</h2>
      <Digests digests={ways.digests} onKeep={set} />
      <Quiet from={ways.quiet_from} until={ways.quiet_until} onKeep={set} />
      <fieldset className="alert-levels">
        <legend>{t.atOnce}</legend>
        {urgencies.map((level) => (
          <label key={level}>
            <input
              type="checkbox"
              checked={ways.at_once.includes(level)}
              onChange={(event) => {
                const on = event.target.checked;
                set({ at_once: urgencies.filter((one) => (one === level ? on : ways.at_once.includes(one))) });
              }}
            />{" "}
            {t.levels[level]}
          </label>
        ))}
      </fieldset>
      <div className="design-two">
        <NumberRow
          label={t.most}
          hint={t.mostHint}
          value={ways.most_at_once}
          most={20}
          name="most_at_once"
          onKeep={set}
        />
        <NumberRow label={t.gap} value={ways.gap_minutes} most={480} name="gap_minutes" onKeep={set} />
      </div>
      <h3>{t.climb}</h3>
      <div className="design-two">
        <LimitBox
          label={t.climbAfter}
          value={ways.climb_after}
          onKeep={(limit) => {
            if (limit !== null) set({ climb_after: limit });
          }}
        />
        <NumberRow
          label={t.climbMost}
          hint={t.climbHint}
          value={ways.climb_most}
          most={4}
          name="climb_most"
          onKeep={set}
        />
      </div>
    </section>
  );
}

function Quiet(props: { from: string; until: string; onKeep: (members: NoticesPart) => void }) {
  const { from, until, onKeep } = props;
  const t = useAlertWords();
  return (
    <div className="design-two">
      <Row label={t.quietFrom}>
        {(id) => (
          <Clock
            id={id}
            value={from}
            onKeep={(at) => {
              onKeep({ quiet_from: at });
            }}
          />
        )}
      </Row>
      <Row label={t.quietUntil}>
        {(id) => (
          <Clock
            id={id}
            value={until}
            onKeep={(at) => {
              onKeep({ quiet_until: at });
            }}
          />
        )}
      </Row>
    </div>
  );
}

function Digests({ digests, onKeep }: { digests: readonly string[]; onKeep: (members: NoticesPart) => void }) {
  const t = useAlertWords();
  const keep = (next: readonly string[]) => {
    onKeep({ digests: [...new Set(next)].sort() });
  };
  return (
    <fieldset className="alert-levels">
      <legend>{t.digests}</legend>
      {digests.map((at, i) => (
        <span key={at} className="week-stretch">
          <Clock
            label={t.digest(i + 1)}
            value={at}
            onKeep={(next) => {
              keep(digests.map((one) => (one === at ? next : one)));
            }}
          />
          <SmallAct
            label={t.removeDigest(at)}
            onClick={() => {
              keep(digests.filter((one) => one !== at));
            }}
          >
            ×
          </SmallAct>
        </span>
      ))}
      {digests.length >= mostDigests ? null : (
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            keep([
              ...digests,
              ["08:45", "11:30", "16:30", "17:45", "13:00"].find((at) => !digests.includes(at)) ?? "12:00",
            ]);
          }}
        >
          {t.addDigest}
        </Button>
      )}
      <small className="muted">{t.digestsHint}</small>
    </fieldset>
  );
}

function NumberRow(props: {
  label: string;
  hint?: string;
  value: number;
  most: number;
  name: "most_at_once" | "gap_minutes" | "climb_most";
  onKeep: (members: NoticesPart) => void;
}) {
  const { label, hint, value, most, name, onKeep } = props;
  return (
    <Row label={label} {...(hint === undefined ? {} : { hint })}>
      {(id) => (
        <TextBox
          id={id}
          numeric
          needed
          value={String(value)}
          onKeep={(text) => {
            const number = wholeOf(text, most);
            if (number !== null) onKeep({ [name]: number });
          }}
        />
      )}
    </Row>
  );
}

/** A time of day, kept when one leaves it. */
function Clock({
  id,
  label,
  value,
  onKeep,
}: {
  id?: string;
  label?: string;
  value: string;
  onKeep: (at: string) => void;
}) {
  return (
    <input
      type="time"
      className="native-box"
      defaultValue={value}
      key={value}
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { "aria-label": label })}
      onBlur={(event) => {
        const said = event.target.value;
        if (said !== "" && said !== value) onKeep(said);
      }}
    />
  );
}
