import { useState } from "react";

import { useHealthCell, type Asked } from "@/features/metrics/api";
import { toneOfLevel } from "@/features/metrics/desk/HealthTable";
import type { HealthLevel, StayOpened } from "@/features/metrics/shapes";
import { useMetricWords } from "@/features/metrics/words";
import { FilePreview } from "@/features/process/desk/FilePreview";
import type { FileRef } from "@/features/process/shapes";
import { Lines } from "@/features/records/desk/Timeline";
import { useLang } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Drawer } from "@/ui/desk/Drawer";
import { Loaded } from "@/ui/desk/states";
import { SplitBar, type Part } from "@/ui/SplitBar";
import { Status } from "@/ui/Status";

interface Props {
  cell: { person: number; stage: string };
  asked: Asked;
  title: string;
  onClose: () => void;
}

/** The evidence behind a cell: limit against stay, who held the ball, what happened when, files and reviews. */
export function CellDrawer({ cell, asked, title, onClose }: Props) {
  const opened = useHealthCell(cell, asked);
  const t = useMetricWords();
  const [shown, setShown] = useState(5);
  const [file, setFile] = useState<FileRef | null>(null);
  return (
    <Drawer open title={title} onClose={onClose} width={520}>
      <Loaded of={opened}>
        {({ sentence, stays }) => (
          <>
            {stays.length === 1 ? null : <p className="cell-sentence">{sentence}</p>}
            {worstFirst(stays)
              .slice(0, shown)
              .map((stay) => (
                <Stay key={stay.id} stay={stay} onLook={setFile} />
              ))}
            {stays.length > shown ? (
              <Button
                wide
                onClick={() => {
                  setShown(shown + 10);
                }}
              >
                {t.stays(stays.length - shown)}
              </Button>
            ) : null}
          </>
        )}
      </Loaded>
      <FilePreview
        file={file}
        onClose={() => {
          setFile(null);
        }}
      />
    </Drawer>
  );
}

const order: Readonly<Record<HealthLevel, number>> = { red: 0, yellow: 1, green: 2, none: 3 };

/** What one came to see stands on top. */
function worstFirst(stays: readonly StayOpened[]): readonly StayOpened[] {
  return [...stays].sort((one, other) => order[one.level] - order[other.level]);
}

const kinds: Readonly<Record<string, Part["kind"]>> = {
  rep: "one",
  approver: "two",
  customer: "three",
  department: "four",
};

function Stay({ stay, onLook }: { stay: StayOpened; onLook: (file: FileRef) => void }) {
  const t = useMetricWords();
  const parts: Part[] = stay.held.map((held) => ({
    kind: kinds[held.holder] ?? "five",
    label: held.label,
    value: held.minutes,
    said: held.words,
  }));
  return (
    <section className="stay-open">
      <h3>
        {stay.journey.title}
        <Status tone={toneOfLevel[stay.level]}>{t.levels[stay.level]}</Status>
      </h3>
      <p>{stay.sentence}</p>
      <SplitBar parts={parts} label={t.waited} />
      <h4>{t.trace}</h4>
      {stay.events.length === 0 ? (
        <p className="muted">{t.noTrace}</p>
      ) : (
        <Lines
          exact
          lines={stay.events.map((one) => ({
            ...one,
            words: one.said,
            at: one.recorded_at,
            by: one.actor,
            changes: [],
            through: null,
          }))}
        />
      )}
      <Files stay={stay} onLook={onLook} />
      <Approvals stay={stay} />
      <div className="stay-act">
        <Button
          look="primary"
          wide
          onClick={() => {
            navigate(`/r/${stay.journey.object}/${stay.journey.record_id}`);
          }}
        >
          {t.lookAt}
        </Button>
      </div>
    </section>
  );
}

function Files({ stay, onLook }: { stay: StayOpened; onLook: (file: FileRef) => void }) {
  const t = useMetricWords();
  const lang = useLang();
  if (stay.files.length === 0) return null;
  return (
    <>
      <h4>{t.files}</h4>
      <ul>
        {stay.files.map((file) => (
          <li key={file.id}>
            <Button
              look="quiet"
              size="small"
              onClick={() => {
                onLook(file);
              }}
            >
              {file.name}
            </Button>
            <small className="muted">
              {[file.deliverable, file.by.name, stamp(file.at, lang), ...(file.late ? [t.late] : [])].join(" · ")}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}

const reviewed = { accepted: "ok", waiting: "warn", rejected: "bad" } as const;

function Approvals({ stay }: { stay: StayOpened }) {
  const t = useMetricWords();
  const lang = useLang();
  return (
    <>
      {stay.approvals.length === 0 ? null : <h4>{t.approvals}</h4>}
      <ul>
        {stay.approvals.map((one) => (
          <li key={one.id}>
            {one.deliverable} <Status tone={reviewed[one.status]}>{t.status[one.status]}</Status>
            <small className="muted">
              {[
                one.reviewed_by?.name ?? one.reviewer?.name ?? "",
                stamp(one.reviewed_at ?? one.handed_in_at, lang),
              ].join(" · ")}
            </small>
            {one.reason === null ? null : <span>{one.reason}</span>}
          </li>
        ))}
      </ul>
      {stay.exceptions.length === 0 ? null : <h4>{t.exceptions}</h4>}
      <ul>
        {stay.exceptions.map((one) => (
          <li key={one.id}>
            {one.reason}{" "}
            <small className="muted">{`${one.by.name} · ${stamp(one.at, lang)} · ${one.missing.join("、")}`}</small>
          </li>
        ))}
      </ul>
    </>
  );
}
