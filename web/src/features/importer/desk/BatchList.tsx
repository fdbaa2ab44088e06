import { useBatches } from "@/features/importer/api";
import { useImportWords } from "@/features/importer/words";
import type { BatchBrief } from "@/features/importer/shapes";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { when } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Card } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";
import { Status, type Tone } from "@/ui/Status";

const tones: Readonly<Record<BatchBrief["state"], Tone>> = { checked: "warn", done: "ok", undone: "idle" };

/** What was imported before, newest first. */
export function BatchList({ onOpen }: { onOpen: (id: number) => void }) {
  const t = useImportWords();
  const lang = useLang();
  const batches = useBatches();
  return (
    <Card title={t.batches}>
      <Loaded of={batches} rows={3}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t.noBatches} hint={t.noBatchesHint} />
          ) : (
            <ul className="batches">
              {all.map((batch) => (
                <li key={batch.id}>
                  <b>{batch.name}</b>
                  <Status tone={tones[batch.state]}>{t.states[batch.state]}</Status>
                  <span className="muted">
                    {`${count(batch.numbers["ready"] ?? 0, lang)} / ${count(batch.numbers["rows"] ?? 0, lang)} ${t.unit}`}
                  </span>
                  <span className="muted">{when(batch.made_at, lang)}</span>
                  <Button
                    size="small"
                    onClick={() => {
                      onOpen(batch.id);
                    }}
                  >
                    {batch.state === "checked" ? t.continue : t.open}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
