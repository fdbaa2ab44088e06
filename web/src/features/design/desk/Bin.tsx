import { useBin } from "@/features/design/api";
import { useEditor } from "@/features/design/editing";
import type { GoneThing } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say, useLang } from "@/lib/i18n";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { EmptyState, Loaded } from "@/ui/desk/states";

/** What releases took away in the last thirty days: what it holds, for how long, and the way back. */
export function Bin() {
  const t = useDesignWords();
  const { draft } = useEditor();
  return (
    <section className="card" aria-label={t.bin}>
      <p className="muted">{t.binIntro}</p>
      <Loaded of={useBin(draft.id, draft.revision)}>
        {(things) =>
          things.length === 0 ? <EmptyState title={t.binEmpty} hint={t.binEmptyHint} /> : <Things things={things} />
        }
      </Loaded>
    </section>
  );
}

function Things({ things }: { things: readonly GoneThing[] }) {
  const t = useDesignWords();
  return (
    <div className="design-scroll">
      <table className="design-versions">
        <thead>
          <tr>
            {[t.binWhat, t.binWhen, t.binBy, t.binLeft, t.binValues, t.acts].map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {things.map((thing) => (
            <Thing key={`${thing.kind} ${thing.object} ${thing.key} ${thing.type}`} thing={thing} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Thing({ thing }: { thing: GoneThing }) {
  const t = useDesignWords();
  const lang = useLang();
  const { change, saving } = useEditor();
  const name = say(thing.label);
  const whole = thing.kind === "object";
  return (
    <tr>
      <th scope="row">
        {whole ? name : `${say(thing.object_label)} · ${name}`}{" "}
        <small className="muted">{whole ? t.binObject : (t.fieldTypes[thing.type] ?? thing.type)}</small>
      </th>
      <td className="nowrap">{stamp(thing.removed_at, lang)}</td>
      <td>{[thing.removed_in === null ? "" : `v${thing.removed_in}`, thing.removed_by].filter(Boolean).join(" · ")}</td>
      <td className="nowrap">{t.binDays(thing.days_left)}</td>
      <td className="nowrap">{whole ? t.binRecords(thing.values) : t.binFilled(thing.values)}</td>
      <td>
        {thing.edit.length === 0 ? (
          <span className="muted">{thing.why_not === "standing" ? t.binStanding : t.binNoObject}</span>
        ) : (
          <Button
            size="small"
            label={t.binRestoreOf(name)}
            disabled={saving}
            onClick={() => {
              change(thing.edit);
            }}
          >
            {t.binRestore}
          </Button>
        )}
      </td>
    </tr>
  );
}
